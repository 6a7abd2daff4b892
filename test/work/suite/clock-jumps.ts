import { describe, expect, it } from '@jest/globals';
import { PARKED } from '../../../src/storage/work-store.js';
import { eventually } from '../../support/eventually.js';
import type { OpenWorld } from '../engine-suite.js';

const HOUR = 3_600_000;
const BACK = -6 * HOUR;
const FORWARD = 6 * HOUR;

export function clockJumps(open: OpenWorld): void {
  describe('when the calendar jumps', () => {
    it.each([BACK, FORWARD])(
      'by %d ms, lets what is due so long after something come after that, and once',
      async (ms) => {
        const world = await open();
        await world.lay({ subject: 'retry', due_at: world.clock.now() + 30_000 });
        world.clock.jump(ms);
        await eventually(() => world.jumps.length === 1);
        world.clock.advance(29_999);
        await world.pass('marker');
        expect(world.subjects()).toEqual(['marker']);
        world.clock.advance(1);
        await world.waitForSettled(2);
        expect([world.subjects(), world.jumps]).toEqual([['marker', 'retry'], [ms]]);
      },
    );

    it('forward, starts what has become due by the calendar at once, within the usual limits', async () => {
      const world = await open();
      world.holds = () => true;
      const jobs = Array.from({ length: 30 }, (_, i) => ({ subject: `job ${i}`, lane: 'jobs', lane_limit: 5 }));
      const dueAt = world.clock.now() + 5 * HOUR;
      await world.lay(...jobs.map((job) => ({ ...job, due_at: dueAt, by_clock: 1 })));
      world.clock.jump(FORWARD);
      await world.waitForStarted(5);
      await world.pass('marker');
      expect(world.peaks.get('jobs')).toBe(5);
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(31);
    });

    it('back, starts nothing before its instant by the calendar as it is then', async () => {
      const world = await open();
      await world.lay({ subject: 'job', due_at: world.clock.now() + 10_000, by_clock: 1 });
      world.clock.jump(BACK);
      world.clock.advance(60_000);
      await world.pass('marker');
      expect(world.subjects()).toEqual(['marker']);
      world.clock.advance(6 * HOUR - 50_000);
      await world.waitForSettled(2);
    });

    it('back, gives back what was claimed for an instant that is now to come, and runs it then', async () => {
      const world = await open();
      world.holds = ({ subject }) => subject === 'first';
      await world.lay({ subject: 'first', lane_limit: 1 });
      await world.waitForStarted(1);
      const now = world.clock.now();
      await world.lay(
        { subject: 'job', lane_limit: 1, due_at: now, by_clock: 1 },
        { subject: 'retry', lane_limit: 1, due_at: now },
      );
      await world.waitUntilTaken();
      world.clock.jump(BACK);
      world.answerAll();
      await world.waitForSettled(2);
      await eventually(async () => (await world.work.find('check', 'job'))?.claim === 0);
      await world.pass('marker');
      expect(world.subjects()).toEqual(['first', 'retry', 'marker']);
      world.clock.advance(6 * HOUR);
      await world.waitForSettled(4);
      expect(world.subjects()).toEqual(['first', 'retry', 'marker', 'job']);
    });

    it.each([BACK, FORWARD])('by %d ms, leaves a call under way alone, and its row held', async (ms) => {
      const world = await open();
      world.holds = ({ subject }) => subject === 'under way';
      await world.lay({ subject: 'under way' });
      await world.waitForStarted(1);
      world.clock.jump(ms);
      await eventually(() => world.jumps.length === 1);
      expect(await world.work.find('check', 'under way')).toMatchObject({ claim: 1, attempt: 0 });
      await world.pass('marker');
      world.answerAll();
      await world.waitForSettled(2);
      expect([world.subjects(), world.broken]).toEqual([['under way', 'marker'], []]);
    });

    it.each([BACK, FORWARD])(
      'by %d ms, tells what an attempt lays down after the jump from what was there',
      async (ms) => {
        const world = await open();
        // The attempt is the first to see the new time.
        world.settle = async (tx, work) => {
          if (work.attempt > 0) return world.engine.finish(tx, work);
          world.clock.jump(ms);
          await world.enqueue(tx, { subject: 'next', due_at: world.clock.now() + 40_000 });
          return world.engine.reschedule(tx, work, { dueAt: world.clock.now() + 30_000, state: '{}' });
        };
        await world.lay({ subject: 'again' });
        await eventually(() => world.jumps.length === 1);
        const due = async (subject: string) => (await world.work.find('check', subject))?.due_at ?? 0;
        expect((await due('again')) - world.clock.now()).toBe(30_000);
        expect((await due('next')) - world.clock.now()).toBe(40_000);
      },
    );

    it('leaves what is parked, what waits for a tick and what waits for the calendar where it is', async () => {
      const world = await open();
      const at = world.clock.now() + 7 * HOUR;
      await world.lay(
        { subject: 'parked', due_at: PARKED },
        { subject: 'sweep', due_at: at, by_sweep: 1 },
        { subject: 'job', due_at: at, by_clock: 1 },
        { subject: 'retry', due_at: at },
      );
      world.clock.jump(BACK);
      await eventually(() => world.jumps.length === 1);
      const rows = await world.database.read<{ due_at: number }>('SELECT due_at FROM work ORDER BY work_id');
      expect(rows.map(({ due_at }) => due_at)).toEqual([PARKED, at, at, at + BACK]);
    });

    it('while the disk is full, moves the work once there is room, and starts nothing before', async () => {
      const world = await open();
      await world.lay({ subject: 'retry', due_at: world.clock.now() + 30_000 });
      world.failWrites(true);
      world.clock.jump(FORWARD);
      await eventually(() => world.broken.length > 0);
      world.failWrites(false);
      await eventually(() => world.jumps.length === 1);
      await world.pass('marker');
      expect(world.subjects()).toEqual(['marker']);
      world.clock.advance(30_000);
      await world.waitForSettled(2);
    });

    it('several times, moves the work by all of it', async () => {
      const world = await open();
      await world.lay({ subject: 'retry', due_at: world.clock.now() + 30_000 });
      for (const [i, ms] of [BACK, FORWARD, -HOUR, 400].entries()) {
        world.clock.jump(ms);
        if (i < 3) await eventually(() => world.jumps.length === i + 1);
      }
      await world.pass('marker');
      expect(world.jumps).toEqual([BACK, FORWARD, -HOUR]);
      world.clock.advance(30_000);
      await world.waitForSettled(2);
    });

    it('back, and the process dies, runs at the next start what it held', async () => {
      const world = await open();
      world.holds = () => true;
      await world.lay({ subject: 'one', lane_limit: 1 }, { subject: 'two', lane_limit: 1 });
      await world.waitForStarted(1);
      await world.waitUntilTaken();
      world.clock.jump(BACK);
      await eventually(() => world.jumps.length === 1);
      await world.crash();
      world.holds = () => false;
      await world.reopen();
      await world.waitForSettled(2);
    });
  });
}
