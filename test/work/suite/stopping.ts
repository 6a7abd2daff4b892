import { describe, expect, it } from '@jest/globals';
import type { OpenWorld } from '../engine-suite.js';

const LONG_MS = 60_000;

export function stopping(open: OpenWorld): void {
  describe('stops', () => {
    it('beginning nothing more, and letting calls in flight end', async () => {
      const world = await open();
      world.holds = () => true;
      await world.lay(...Array.from({ length: 10 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 2 })));
      await world.waitForStarted(2);
      let stopped = false;
      const stop = world.engine.stop(LONG_MS).then(() => (stopped = true));
      await world.lay({ subject: 'after', lane: 'other' });
      world.open[0]?.answer();
      await world.waitForSettled(1);
      expect([stopped, world.started.length]).toEqual([false, 2]);
      world.open[0]?.answer();
      await stop;
      expect([world.settled.length, world.started.length]).toEqual([2, 2]);
      world.holds = () => false;
      await world.reopen();
      await world.waitForSettled(11);
      expect(new Set(world.settled).size).toBe(11);
    });

    it('aborting what outlasts the grace, which is due again at once', async () => {
      const world = await open();
      world.holds = () => true;
      await world.lay({ subject: 'slow', state: '{"kept":1}', by_sweep: 1 });
      await world.waitForStarted(1);
      await world.engine.stop(20);
      expect([world.open.length, world.settled]).toEqual([0, []]);
      const row = await world.work.find('check', 'slow');
      expect(row).toMatchObject({ due_at: world.clock.now(), attempt: 1, state: '{"kept":1}', by_sweep: 1 });
      world.holds = () => false;
      await world.reopen();
      await world.waitForSettled(1);
    });

    it('settling what it aborted where the far side may have acted on it', async () => {
      const world = await open();
      world.holds = () => true;
      world.settlesAborted = (work) => work.kind === 'forward';
      await world.lay({ subject: 'sent', kind: 'forward' }, { subject: 'looked', kind: 'check' });
      await world.waitForStarted(2);
      await world.engine.stop(0);
      expect(world.settled).toEqual(['sent']);
      expect(await world.work.find('forward', 'sent')).toBeNull();
      expect(await world.work.find('check', 'looked')).toMatchObject({ due_at: world.clock.now() });
    });

    it('at once where nothing is under way', async () => {
      const world = await open();
      await world.lay({ subject: 'later', due_at: world.clock.now() + 60_000 });
      const before = performance.now();
      await world.engine.stop(LONG_MS);
      expect(performance.now() - before).toBeLessThan(LONG_MS / 10);
      world.clock.advance(120_000);
      expect(world.started).toEqual([]);
    });

    it('in the midst of claiming, losing nothing', async () => {
      for (let round = 0; round < 3; round++) {
        const world = await open({ total: 20, perOrigin: 20 });
        const crowd = world.crowd(1_500);
        await world.unit.run(async (tx) => {
          for (let i = 0; i < crowd; i++) await world.enqueue(tx, { subject: `order-${i}`, lane: `lane-${i % 3}` });
        });
        let begun = 0;
        world.prepares = () => (begun += 1);
        await world.waitForStarted(1 + round * 70);
        const begunBefore = begun;
        await world.engine.stop(LONG_MS);
        expect([begun, world.started.length, world.settled.length]).toEqual([begunBefore, begunBefore, begunBefore]);
        await world.reopen();
        await world.waitForSettled(crowd);
        expect(new Set(world.settled).size).toBe(crowd);
        expect(world.started).toHaveLength(crowd);
      }
    });
  });
}
