import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { OpenWorld } from '../engine-suite.js';
import type { EngineWorld, OtherProcess } from '../engine-world.js';

const LONG_MS = 60_000;
/** Before anything is taken from the dead. */
const AT_ONCE_MS = 1_500;

async function openTwo(open: OpenWorld, limits?: { total: number; perOrigin: number }) {
  const world = await open(limits);
  const other = await world.join();
  await other.engine.start();
  return { world, other };
}

const many = (count: number, lane: string, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ subject: `${lane}-${i}`, lane, ...more }));

/** Both have begun something. */
function bothWork(world: EngineWorld, other: OtherProcess): boolean {
  return world.own().length > 0 && other.subjects().length > 0;
}

export function manyProcesses(open: OpenWorld): void {
  describe('with two processes', () => {
    it('runs once what twenty lay down at once', async () => {
      const { world, other } = await openTwo(open);
      const engines = [world.engine, other.engine];
      for (let round = 0; round < 5; round++) {
        world.holds = () => true;
        const laid = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            world.unit.run((tx) =>
              world.enqueue(tx, { subject: 'order', kind: 'forward', run: round }, engines[i % 2]),
            ),
          ),
        );
        expect(laid.filter(Boolean)).toHaveLength(1);
        await world.waitForStarted(2 * round + 1);
        await world.pass(`marker ${round}`);
        world.answerAll();
        await world.waitForSettled(2 * round + 2);
      }
      expect(world.subjects().filter((subject) => subject === 'order')).toHaveLength(5);
    });

    it('holds a lane to its limit in all, and uses it fully', async () => {
      const { world, other } = await openTwo(open);
      world.holds = () => true;
      await world.lay(...many(60, 'x', { lane_limit: 4 }));
      await world.waitForStarted(4);
      for (let answered = 0; answered < 20; answered++) {
        world.open[answered % 4]?.answer();
        await world.waitForStarted(5 + answered);
      }
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(60);
      expect([world.peaks.get('x'), world.started.length]).toEqual([4, 60]);
      expect(bothWork(world, other)).toBe(true);
    });

    it('shares out a crowd, each row to one of them', async () => {
      const { world, other } = await openTwo(open, { total: 8, perOrigin: 8 });
      const lanes = Array.from({ length: 20 }, (_, i) => `lane-${i}`);
      await world.unit.run(async (tx) => {
        for (const lane of lanes)
          for (const work of many(100, lane, { origin: `https://${lane}.test` })) await world.enqueue(tx, work);
      });
      await world.waitForSettled(2_000);
      expect([world.started.length, new Set(world.settled).size]).toEqual([2_000, 2_000]);
      expect(bothWork(world, other)).toBe(true);
    });

    it('lets one row of an owner be among the next hundred after thousands of another owner, whoever has those', async () => {
      const { world } = await openTwo(open, { total: 32, perOrigin: 32 });
      const pollOf = (owner: string, i: number) => ({
        ...{ kind: 'poll' as const, subject: `${owner} ${i}`, lane_limit: 10 },
        ...{ lane: `poll:${owner}:https://${i % 50}.test`, origin: `https://${i % 50}.test` },
      });
      await world.unit.run(async (tx) => {
        for (let i = 0; i < 2_000; i++) await world.enqueue(tx, pollOf('A', i));
      });
      await world.waitForStarted(200);
      const from = world.started.length;
      await world.lay(pollOf('B', 0));
      await eventually(() => world.subjects().includes('B 0'), { every: 1 });
      expect(world.subjects().indexOf('B 0') - from).toBeLessThan(100);
      await world.waitForSettled(2_001);
    });

    it('lets one cancel what the other runs, which is over with that call', async () => {
      const world = await open();
      const other = await world.join();
      world.holds = () => true;
      const answers: boolean[] = [];
      world.settle = async (tx, work) =>
        void answers.push(await world.engine.reschedule(tx, work, { dueAt: world.clock.now(), state: '{}' }));
      await world.lay({ subject: 'order' });
      await world.waitForStarted(1);
      await world.unit.run((tx) => other.engine.cancel(tx, 'order', ['check']));
      world.answerAll();
      await world.waitForSettled(1);
      expect(answers).toEqual([false]);
      expect(await world.database.read('SELECT id FROM pgboss.job')).toEqual([]);
    });

    it('gives what one had not begun to the other as soon as it is told to stop', async () => {
      const world = await open({ total: 2, perOrigin: 100 });
      world.holds = () => true;
      await world.lay(...many(10, 'x'));
      await world.waitForStarted(2);
      await world.waitUntilTaken();
      const other = await world.join();
      await other.engine.start();
      world.holds = ({ taken }) => taken === 1;
      const before = performance.now();
      const stop = world.engine.stop(LONG_MS);
      await eventually(() => other.subjects().length === 8, { every: 2 });
      expect(performance.now() - before).toBeLessThan(AT_ONCE_MS);
      await world.waitForSettled(8);
      world.answerAll();
      await stop;
      expect([world.own().length, new Set(world.settled).size]).toEqual([2, 10]);
    });

    it('starts within 250 ms (p95 of 50) in one what the other has laid down', async () => {
      const { world, other } = await openTwo(open);
      await world.engine.stop(0);
      const waited: number[] = [];
      for (let i = 0; i < 50; i++) {
        await world.lay({ subject: `order-${i}`, kind: 'forward' });
        const committed = performance.now();
        await eventually(() => other.subjects().length === i + 1, { every: 1 });
        waited.push(performance.now() - committed);
      }
      waited.sort((a, b) => a - b);
      expect(waited[47]).toBeLessThan(250);
      // By the news, and not by a look every 250 ms.
      expect(waited[25]).toBeLessThan(100);
    });
  });
}
