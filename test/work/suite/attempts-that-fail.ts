import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { OpenWorld } from '../engine-suite.js';

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
      await world.lay({ subject: 'strange', kind: 'mirror' as 'check' });
      await eventually(async () => (await world.work.find('mirror', 'strange'))?.attempt === 1);
      await world.pass('marker');
      expect(String(world.broken[0])).toMatch(/unknown kind mirror/);
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

    it('a crash: what it had claimed, begun or not, runs again at once', async () => {
      const world = await open();
      world.holds = () => true;
      const works = Array.from({ length: 30 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 10 }));
      await world.lay(...works);
      await world.waitForStarted(10);
      world.crash();
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
        await world.waitForSettled((life + 1) * 10);
        world.crash();
        await world.reopen();
      }
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(200);
      await world.pass('marker');
      await world.waitForSettled(201);
      expect(new Set(world.settled).size).toBe(201);
      expect(world.settled).toHaveLength(201);
    });
  });
}
