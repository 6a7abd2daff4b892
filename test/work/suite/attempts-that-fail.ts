import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { OpenWorld } from '../engine-suite.js';
import type { EngineWorld } from '../engine-world.js';

/** Longer than work waits after our own failure. */
const LATER_MS = 60_000;

export function attemptsThatFail(open: OpenWorld): void {
  describe('survives', () => {
    it('a handler that throws while it prepares: its work waits a little and runs again, others go on', async () => {
      const world = await open();
      let failures = 2;
      world.prepares = (work) => {
        if (work.subject === 'bad' && failures-- > 0) throw new Error('prepare failed');
      };
      await world.lay({ subject: 'bad', by_sweep: 1, state: '{"kept":1}' }, { subject: 'good' });
      await world.pass('marker');
      await world.waitForSettled(2);
      expect([...world.settled].sort()).toEqual(['good', 'marker']);
      for (let tries = 0; tries < 2; tries++) {
        await eventually(async () => (await world.work.find('check', 'bad'))?.attempt === tries + 1);
        world.clock.advance(LATER_MS);
      }
      await world.waitForSettled(3);
      expect(world.started.find((work) => work.subject === 'bad')).toMatchObject({ by_sweep: 1, state: '{"kept":1}' });
      expect(world.broken.map(String)).toEqual(['Error: prepare failed', 'Error: prepare failed']);
    });

    it('a handler that throws while it settles: nothing of that settling stays, and the call is made again', async () => {
      const world = await open();
      let failures = 1;
      world.settle = async (tx, work) => {
        await world.engine.finish(tx, work);
        if (work.subject === 'bad' && failures-- > 0) throw new Error('settle failed');
      };
      await world.lay({ subject: 'bad' }, { subject: 'good' });
      await eventually(async () => (await world.work.find('check', 'bad'))?.attempt === 1);
      world.clock.advance(LATER_MS);
      await world.waitForSettled(2);
      expect(world.subjects().sort()).toEqual(['bad', 'bad', 'good']);
      expect(await world.work.find('check', 'bad')).toBeNull();
    });

    it('a kind of work that nobody handles, which stays for whoever does', async () => {
      const world = await open();
      await world.lay({ subject: 'strange', kind: 'teleport' as 'check' });
      await eventually(async () => (await world.work.find('teleport', 'strange'))?.attempt === 1);
      await world.pass('marker');
      expect(String(world.broken[0])).toMatch(/unknown kind teleport/);
    });

    it('a database that takes no writes for a while: all goes on once it does, without a restart', async () => {
      const world = await open();
      world.holds = (work) => work.subject.startsWith('held');
      await world.lay({ subject: 'held 1' }, { subject: 'held 2' });
      await world.waitForStarted(2);
      world.failWrites(true);
      await world.lay({ subject: 'new' });
      world.answerAll();
      // Two settlings, their putting back, and the claim of the new one.
      await eventually(() => world.broken.length >= 5);
      world.clock.advance(LATER_MS);
      expect(world.settled).toEqual([]);
      world.holds = () => false;
      world.failWrites(false);
      await world.waitForSettled(3);
      expect([...world.settled].sort()).toEqual(['held 1', 'held 2', 'new']);
      expect(world.subjects().sort()).toEqual(['held 1', 'held 1', 'held 2', 'held 2', 'new']);
    });

    it('a full disk with calls answered that must not be made twice: each is settled once there is room, and called once', async () => {
      const world = await open();
      world.holds = () => true;
      const kinds = ['forward', 'notify', 'check'] as const;
      await world.lay(...kinds.map((kind) => ({ subject: kind, kind })));
      await world.waitForStarted(3);
      world.failWrites(true);
      await world.lay({ subject: 'later', kind: 'forward' });
      world.answerAll();
      await eventually(() => world.broken.length >= 12);
      expect([world.settled, world.subjects().length]).toEqual([[], 3]);
      world.holds = () => false;
      world.failWrites(false);
      await world.waitForSettled(4);
      expect([...world.settled].sort()).toEqual(['check', 'forward', 'later', 'notify']);
      expect(world.subjects().sort()).toEqual(['check', 'check', 'forward', 'later', 'notify']);
      expect(await world.database.read('SELECT subject FROM work')).toEqual([]);
    });

    it('a full disk while it prepares: nobody is called before there is room, and then once', async () => {
      const world = await open();
      let full = false;
      world.prepares = () => {
        full = true;
        world.failWrites(true);
        throw new Error('The order could not be marked as on its way.');
      };
      await world.lay({ subject: 'order', kind: 'forward' });
      await eventually(() => full && world.broken.length >= 4);
      expect(world.subjects()).toEqual([]);
      world.prepares = () => undefined;
      // The engine's clock stands still: it is due as before, not a while after the disk's failure.
      world.failWrites(false);
      await world.waitForSettled(1);
      expect(world.subjects()).toEqual(['order']);
    });

    it('a stop while the disk is full: it ends in time, and the next process makes the call again', async () => {
      const world = await open();
      world.holds = () => true;
      await world.lay({ subject: 'order', kind: 'forward' });
      await world.waitForStarted(1);
      world.failWrites(true);
      world.answerAll();
      await eventually(() => world.broken.length >= 1);
      const before = performance.now();
      await world.engine.stop(50);
      expect(performance.now() - before).toBeLessThan(5_000);
      world.holds = () => false;
      await world.reopen();
      await world.waitForSettled(1);
      expect(world.subjects()).toEqual(['order', 'order']);
    });

    it('a crash: what it had claimed, begun or not, runs again at once', async () => {
      const world = await open();
      world.holds = () => true;
      const works = Array.from({ length: 30 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 10 }));
      await world.lay(...works);
      await world.waitForStarted(10);
      await world.crash();
      world.started.length = 0;
      world.holds = () => false;
      const before = performance.now();
      await world.reopen();
      await world.waitForSettled(30);
      expect(performance.now() - before).toBeLessThan(5_000);
      expect(new Set(world.settled).size).toBe(30);
      expect(world.subjects()).toHaveLength(30);
    });

    it('crash after crash without running anything that had been settled', async () => {
      const world = await open({ total: 20, perOrigin: 20 });
      world.holds = (work) => Number(work.subject) % 20 === 0;
      await world.lay(...Array.from({ length: 200 }, (_, i) => ({ subject: String(i) })));
      for (let life = 0; life < 4; life++) {
        await settled(world, (life + 1) * 10);
        await world.crash();
        await world.reopen();
      }
      world.holds = () => false;
      world.answerAll();
      await settled(world, 200);
      await world.pass('marker');
      await world.waitForSettled(201);
      expect(new Set(world.settled).size).toBe(201);
      expect(world.settled).toHaveLength(201);
    });
  });
}

/** Waits while time passes: work that several processes died with is begun a few at a time, and the others wait some seconds. */
async function settled(world: EngineWorld, count: number): Promise<void> {
  await eventually(() => {
    world.clock.advance(1_000);
    return world.settled.length >= count;
  });
}
