import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { EngineWorld, Lay } from '../engine-world.js';
import type { OpenWorld } from '../engine-suite.js';

const many = (count: number, lane: string, more: Partial<Lay> = {}): Lay[] =>
  Array.from({ length: count }, (_, i) => ({ subject: `${lane}-${i}`, lane, group_limit: 100, ...more }));

/** Lays work down in one unit, so that it is due all at once. */
const layAll = (world: EngineWorld, works: readonly Lay[]) =>
  world.unit.run(async (tx) => {
    for (const work of works) await world.enqueue(tx, work);
  });

const sizes = (world: EngineWorld) => world.groups.map((works) => works.length);

export function goingInGroups(open: OpenWorld): void {
  describe('sends checks that may go in groups', () => {
    it('together, never more than their limit in one call, and each once', async () => {
      const world = await open();
      await layAll(world, many(250, 'x'));
      await world.waitForSettled(250);
      expect([Math.max(...sizes(world)), sizes(world).length]).toEqual([100, 3]);
      expect(new Set(world.settled).size).toBe(250);
      expect(world.started).toHaveLength(3);
      expect(await world.database.read('SELECT 1 FROM work')).toEqual([]);
    });

    it('at once with what is due, without waiting for more', async () => {
      const world = await open();
      await world.lay({ subject: 'due', group_limit: 100 });
      await world.waitForSettled(1);
      const later = { group_limit: 100, due_at: world.clock.now() + 1_000 };
      await world.lay({ subject: 'now', group_limit: 100 }, { subject: 'later', ...later });
      await world.waitForSettled(2);
      expect(world.settled).toEqual(['due', 'now']);
    });

    it('with those of their own lane and origin only, and never with work that goes alone', async () => {
      const world = await open();
      await layAll(
        world,
        Array.from({ length: 60 }, (_, i) => [
          { subject: `x-${i}`, lane: 'x', group_limit: 100 },
          { subject: `y-${i}`, lane: 'y', group_limit: 100 },
          { subject: `elsewhere-${i}`, lane: 'x', group_limit: 100, origin: 'https://b.test' },
          { subject: `alone-${i}`, lane: 'x' },
          { subject: `sent-${i}`, lane: 'x', kind: 'forward' as const },
        ]).flat(),
      );
      await world.waitForSettled(300);
      const kinds = world.groups.map((works) => [...new Set(works.map(({ subject }) => subject.split('-')[0]))]);
      expect(kinds.filter((of) => of.length !== 1)).toEqual([]);
      // What is taken by the hundred goes in as many calls.
      expect(kinds.length).toBeLessThanOrEqual(3 * Math.ceil(300 / world.batch));
      expect(world.started).toHaveLength(kinds.length + 120);
    });

    it('each group in one place of every limit', async () => {
      const world = await open({ total: 2, perOrigin: 1 });
      world.holds = () => true;
      await layAll(world, [
        ...many(150, 'x', { lane_limit: 1 }),
        { subject: 'other', lane: 'y', origin: 'https://y.test' },
      ]);
      await world.waitForStarted(2);
      expect([sizes(world), world.subjects().sort()]).toEqual([[100], ['other', 'x-0']]);
      world.answerAll('x');
      await world.waitForStarted(3);
      expect(sizes(world)).toEqual([100, 50]);
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(151);
      expect([world.peaks.get('all'), world.peaks.get('x'), world.peaks.get('https://a.test')]).toEqual([2, 1, 1]);
    });

    it('so that thousands of them, behind a call that hangs, keep no other lane waiting', async () => {
      const world = await open();
      world.holds = (work) => work.lane === 'x';
      const crowd = world.crowd(3_000);
      await layAll(world, many(crowd, 'x', { lane_limit: 1 }));
      await world.waitForStarted(1);
      await world.lay({ subject: 'other', lane: 'y' }, { subject: 'grouped', lane: 'z', group_limit: 100 });
      await eventually(() => world.settled.includes('other') && world.settled.includes('grouped'), { every: 2 });
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(crowd + 2);
      expect([Math.max(...sizes(world)), new Set(world.settled).size]).toEqual([100, crowd + 2]);
      // Those that were set aside come back by the group, too.
      expect(sizes(world).length).toBeLessThanOrEqual(crowd / 100 + 3);
    });

    it('and puts all of a group back, due at once and as they were, when a stop outlasts the grace', async () => {
      const world = await open();
      world.holds = () => true;
      await layAll(world, many(130, 'x', { lane_limit: 1, state: '{"kept":1}', by_sweep: 1 }));
      await world.waitForStarted(1);
      await world.engine.stop(20);
      expect(world.settled).toEqual([]);
      const rows = await world.database.read<object>('SELECT claim, due_at, state, by_sweep, group_limit FROM work');
      const whole = { claim: 0, due_at: world.clock.now(), state: '{"kept":1}', by_sweep: 1, group_limit: 100 };
      expect(rows).toEqual(Array.from({ length: 130 }, () => whole));
      world.holds = () => false;
      await world.reopen();
      await world.waitForSettled(130);
      expect(new Set(world.settled).size).toBe(130);
    });

    it('and settles the others of a group where one cannot be, which is tried again later', async () => {
      const world = await open();
      let fails = true;
      world.settle = async (tx, work) => {
        if (work.subject === 'x-7' && fails) throw new Error('a bug');
        return world.engine.finish(tx, work);
      };
      await layAll(world, many(20, 'x'));
      await world.waitForSettled(19);
      await eventually(async () => (await world.work.find('check', 'x-7'))?.claim === 0);
      const left = await world.work.find('check', 'x-7');
      expect([left?.attempt, (left?.due_at ?? 0) > world.clock.now()]).toEqual([1, true]);
      fails = false;
      world.clock.advance(60_000);
      world.engine.wake();
      await world.waitForSettled(20);
      expect(world.broken.map(String)).toEqual(['Error: a bug']);
    });

    it('and runs what a process that died had sent once more', async () => {
      const world = await open();
      world.holds = () => true;
      await layAll(world, many(40, 'x'));
      await world.waitForStarted(1);
      await world.crash();
      world.holds = () => false;
      await world.reopen();
      await world.waitForSettled(40);
      expect(sizes(world)).toEqual([40, 40]);
    });

    it.each([
      ['together, once their lane says so', 1, 100, [40]],
      ['alone, once their lane says so', 100, 1, []],
    ])('%s', async (_what, before, after, expected) => {
      const world = await open();
      world.holds = (work) => work.subject === 'first';
      await layAll(world, [
        { subject: 'first', lane: 'x', lane_limit: 1, kind: 'forward' },
        ...many(40, 'x', { lane_limit: 1, group_limit: before }),
      ]);
      await world.waitForStarted(1);
      await world.waitUntilTaken();
      const target = { lane: 'x', limit: 1, groupLimit: after, origins: { check: 'https://new.test' } };
      await world.unit.run((tx) => world.engine.retarget(tx, target));
      await world.pass('marker');
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(42);
      expect(sizes(world)).toEqual(expected);
    });
  });
}
