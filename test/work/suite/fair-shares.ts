import { describe, expect, it } from '@jest/globals';
import type { EngineWorld, Lay } from '../engine-world.js';
import type { OpenWorld } from '../engine-suite.js';

const LATER_MS = 60_000;
const pollOf = (owner: string, origin: string, subject: string): Lay => ({
  ...{ kind: 'poll', subject, lane: `poll:${owner}:${origin}`, lane_limit: 10, origin },
});

/** So many polls of owner A, all due in a minute. */
async function layCrowd(world: EngineWorld, origins: number, count = world.crowd(10_000)): Promise<void> {
  const dueAt = world.clock.now() + LATER_MS;
  await world.unit.run(async (tx) => {
    for (let i = 0; i < count; i++)
      await world.enqueue(tx, { ...pollOf('A', `https://${i % origins}.test`, `A ${i}`), due_at: dueAt });
  });
}

/** How many started before it, counted from `from`. */
async function startedBefore(world: EngineWorld, subject: string, from = 0): Promise<number> {
  await world.waitForSettled(world.settled.length === 0 ? 1 : 0);
  while (!world.subjects().includes(subject)) await world.waitForStarted(world.started.length + 1);
  return world.subjects().indexOf(subject) - from;
}

export function fairShares(open: OpenWorld): void {
  describe('shares by owner', () => {
    it.each([
      { over: 'a thousand origins', origins: 1_000 },
      { over: 'one origin', origins: 1 },
    ])('so that one row is among the next hundred behind 10,000 older ones over $over', async ({ origins }) => {
      const world = await open({ total: 256, perOrigin: 64 });
      await layCrowd(world, origins);
      const dueAt = world.clock.now() + LATER_MS + 1_000;
      await world.lay({ ...pollOf('B', 'https://b.test', 'B'), due_at: dueAt });
      world.clock.advance(2 * LATER_MS);
      expect(await startedBefore(world, 'B')).toBeLessThan(100);
      await world.waitForSettled(world.crowd(10_000) + 1);
      expect(new Set(world.settled).size).toBe(world.crowd(10_000) + 1);
    });

    it('so that one row that is laid down after 10,000 older ones is among the next hundred', async () => {
      const world = await open({ total: 256, perOrigin: 64 });
      await layCrowd(world, 1_000);
      world.clock.advance(2 * LATER_MS);
      await world.waitForStarted(500);
      await world.lay(pollOf('B', 'https://b.test', 'B'));
      const from = world.started.length;
      expect(await startedBefore(world, 'B', from)).toBeLessThan(100);
    });

    it('so that an owner whose hosts all hang leaves the others, and all orders, their places', async () => {
      const world = await open({ total: 64, perOrigin: 64 });
      world.holds = ({ lane }) => lane.includes(':A:');
      await layCrowd(world, 100);
      world.clock.advance(2 * LATER_MS);
      await world.waitForStarted(32);
      await world.lay(pollOf('B', 'https://b.test', 'B'), { subject: 'order', kind: 'forward' });
      await world.waitForSettled(2);
      await world.waitUntilTaken();
      const checks = Array.from({ length: 200 }, (_, i) => ({ subject: `check ${i}`, lane: `lane-${i % 3}` }));
      await world.lay(...checks);
      await world.waitForSettled(202);
      expect(world.open).toHaveLength(32);
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(world.crowd(10_000) + 202);
    });

    it('so that an only owner need not wait until a big sweep has been taken', async () => {
      const world = await open({ total: 256, perOrigin: 64 });
      const dueAt = world.clock.now() + LATER_MS;
      const jobs = Array.from({ length: 150 }, (_, i) => pollOf('A', `https://${i % 50}.test`, `A ${i}`));
      await world.unit.run(async (tx) => {
        for (const job of jobs) await world.enqueue(tx, { ...job, due_at: dueAt - 1_000 });
        for (let i = 0; i < world.crowd(4_000); i++)
          await world.enqueue(tx, { subject: `check ${i}`, lane: `lane-${i % 500}`, by_sweep: 1, due_at: dueAt });
      });
      world.clock.advance(LATER_MS);
      const started = () => world.subjects().filter((subject) => subject.startsWith('A')).length;
      while (started() < jobs.length) await world.waitForStarted(world.started.length + 1);
      expect(world.settled.length).toBeLessThan(world.crowd(4_000) + 150);
      await world.waitForSettled(world.crowd(4_000) + 150);
    });

    it('and not by the number of their origins', async () => {
      const world = await open({ total: 4, perOrigin: 4 });
      world.holds = () => true;
      const many = Array.from({ length: 40 }, (_, i) => pollOf('A', `https://${i}.test`, `A ${i}`));
      const few = Array.from({ length: 40 }, (_, i) => pollOf('B', 'https://b.test', `B ${i}`));
      await world.unit.run(async (tx) => {
        for (const work of [...many, ...few]) await world.enqueue(tx, work);
      });
      for (let i = 4; i < 44; i++) {
        await world.waitForStarted(i);
        world.open[0]?.answer();
      }
      const ofA = world.subjects().filter((subject) => subject.startsWith('A')).length;
      expect(Math.abs(2 * ofA - world.started.length)).toBeLessThanOrEqual(4);
    });
  });
}
