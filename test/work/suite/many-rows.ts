import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { EngineWorld } from '../engine-world.js';
import type { OpenWorld } from '../engine-suite.js';

/** Each subject settled once, and nothing left. */
async function expectEachOnce(world: EngineWorld, count: number): Promise<void> {
  await world.waitForSettled(count);
  expect(world.settled).toHaveLength(count);
  expect(new Set(world.settled).size).toBe(count);
  expect(world.started).toHaveLength(count);
  await eventually(async () => (await world.database.read('SELECT 1 FROM work LIMIT 1')).length === 0);
}

export function manyRows(open: OpenWorld): void {
  describe('with many rows', () => {
    it('of one lane, far more than it holds in memory, runs each exactly once', async () => {
      const world = await open({ total: 60, perOrigin: 60 });
      await world.unit.run(async (tx) => {
        for (let i = 0; i < world.crowd(6_000); i++) await world.enqueue(tx, { subject: `order-${i}`, lane_limit: 50 });
      });
      await expectEachOnce(world, world.crowd(6_000));
      expect(world.peaks.get('a')).toBeLessThanOrEqual(50);
    });

    it('set aside and new ones coming all the while, runs each exactly once', async () => {
      const world = await open({ total: 20, perOrigin: 20 });
      const lanes = ['x', 'y', 'z'];
      await world.unit.run(async (tx) => {
        for (let i = 0; i < world.crowd(4_500); i++)
          await world.enqueue(tx, { subject: `first-${i}`, lane: lanes[i % 3] ?? 'x' });
      });
      const waves = world.crowd(15);
      for (let wave = 0; wave < waves; wave++) {
        const news = Array.from({ length: 100 }, (_, i) => ({ subject: `${wave}-${i}`, lane: lanes[i % 3] ?? 'x' }));
        await world.lay(...news);
        await world.waitForSettled((wave + 1) * 150);
      }
      await expectEachOnce(world, world.crowd(4_500) + waves * 100);
    });

    it('that are polls of one owner sets aside what is beyond, and runs each exactly once', async () => {
      const world = await open({ total: 20, perOrigin: 20 });
      world.holds = (work) => work.kind === 'poll' && world.settled.length === 0;
      await world.unit.run(async (tx) => {
        for (let i = 0; i < world.crowd(2_500); i++)
          await world.enqueue(tx, { kind: 'poll', subject: `poll-${i}`, lane_limit: 10 });
      });
      const aside = () => world.database.read<{ n: number }>('SELECT count(*) AS n FROM work WHERE claim = 2');
      await eventually(async () => Number((await aside())[0]?.n) >= world.crowd(1_000));
      await world.lay({ subject: 'somebody else', lane: 'b' });
      await world.waitForSettled(1);
      expect(world.settled).toEqual(['somebody else']);
      for (const call of world.open.splice(0)) call.answer();
      await expectEachOnce(world, world.crowd(2_500) + 1);
      expect(world.peaks.get('a')).toBe(10);
    });

    it('set aside, of which most are cancelled, runs the rest', async () => {
      const world = await open({ total: 5, perOrigin: 5 });
      world.holds = () => true;
      await world.unit.run(async (tx) => {
        for (let i = 0; i < world.crowd(3_000); i++) await world.enqueue(tx, { subject: `order-${i}`, lane_limit: 5 });
      });
      await world.waitUntilTaken();
      await world.unit.run(async (tx) => {
        for (let i = world.crowd(1_500); i < world.crowd(3_000) - 10; i++)
          await world.engine.cancel(tx, `order-${i}`, ['check']);
      });
      world.holds = () => false;
      world.answerAll();
      await expectEachOnce(world, world.crowd(1_500) + 10);
    });

    it('set aside does not keep a row from being moved to another instant', async () => {
      const world = await open({ total: 5, perOrigin: 5 });
      world.holds = () => true;
      await world.unit.run(async (tx) => {
        for (let i = 0; i < world.crowd(2_500); i++) await world.enqueue(tx, { subject: `order-${i}`, lane_limit: 5 });
      });
      await world.waitUntilTaken();
      const dueAt = world.clock.now() + 60_000;
      const last = `order-${world.crowd(2_500) - 1}`;
      expect(await world.unit.run((tx) => world.engine.moveTo(tx, 'check', last, dueAt))).toBe(true);
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(world.crowd(2_500) - 1);
      await world.pass('marker');
      expect(world.subjects()).not.toContain(last);
      world.clock.advance(60_000);
      await world.waitForSettled(world.crowd(2_500) + 1);
    });

    it('laid down from many places while it runs, runs each exactly once', async () => {
      const world = await open({ total: 64, perOrigin: 64 });
      const [each, atOnce] = [world.crowd(50), world.crowd(1_250)];
      let children = 0;
      // Settling lays down work too, as orders do.
      world.settle = async (tx, work) => {
        await world.engine.finish(tx, work);
        if (work.kind !== 'forward') return;
        children += 1;
        await world.enqueue(tx, { subject: `child of ${work.subject}`, lane: `lane-${children % 7}` });
      };
      const places = Array.from({ length: 50 }, async (_, place) => {
        for (let i = 0; i < each; i++) {
          const kind = i % 2 === 0 ? ('forward' as const) : ('notify' as const);
          await world.lay({ subject: `${place}-${i}`, kind, lane: `lane-${place % 7}` });
          if (i % 10 === place % 10) await new Promise((next) => setTimeout(next, i % 3));
        }
      });
      const more = world.lay(
        ...Array.from({ length: atOnce }, (_, i) => ({ subject: `at once ${i}`, lane: `lane-${i % 7}` })),
      );
      await Promise.all([...places, more]);
      // Every second one of theirs is a forward, which lays one down in its turn.
      await expectEachOnce(world, 50 * each * 1.5 + atOnce);
      expect(world.peaks.get('all')).toBeLessThanOrEqual(64);
    });
  });
}
