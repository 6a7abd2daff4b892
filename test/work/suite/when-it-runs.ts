import { describe, expect, it } from '@jest/globals';
import type { OpenWorld } from '../engine-suite.js';

export function whenItRuns(open: OpenWorld): void {
  describe('runs work', () => {
    it('at once after the commit that lays it down, without waiting for a tick', async () => {
      const world = await open();
      const waited: number[] = [];
      for (let i = 0; i < 25; i++) {
        await world.lay({ subject: `order-${i}`, kind: 'forward' });
        const committed = performance.now();
        await world.waitForStarted(i + 1);
        waited.push(performance.now() - committed);
      }
      // An engine that slept through the news would need a tick of 250 ms: half of them above 125.
      waited.sort((a, b) => a - b);
      expect(waited[12]).toBeLessThan(100);
    });

    it('never before the commit', async () => {
      const world = await open();
      let startedWithin = -1;
      await world.unit.run(async (tx) => {
        await world.enqueue(tx, { subject: 'order' });
        for (let i = 0; i < 200; i++) await tx.query('SELECT count(*) AS n FROM work');
        startedWithin = world.started.length;
      });
      expect(startedWithin).toBe(0);
      expect(await world.waitForStarted(1)).toEqual(['order']);
    });

    it('never before the commit, even where the engine is woken inside the unit', async () => {
      const world = await open();
      const undone = world.unit.run(async (tx) => {
        await world.enqueue(tx, { subject: 'undone' });
        world.engine.wake();
        for (let i = 0; i < 200; i++) await tx.query('SELECT count(*) AS n FROM work');
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await world.pass('marker');
      expect(world.subjects()).toEqual(['marker']);
    });

    it('never when the unit is undone', async () => {
      const world = await open();
      const undone = world.unit.run(async (tx) => {
        await world.enqueue(tx, { subject: 'undone' });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await world.pass('marker');
      expect(world.subjects()).toEqual(['marker']);
      expect(await world.work.find('check', 'undone')).toBeNull();
    });

    it('once for each kind and subject', async () => {
      const world = await open();
      world.holds = () => true;
      const first = await world.lay({ subject: 'one', kind: 'check' });
      const others = await world.lay(
        { subject: 'one', kind: 'check' },
        { subject: 'one', kind: 'forward' },
        { subject: 'two', kind: 'check' },
      );
      expect([...first, ...others]).toEqual([true, false, true, true]);
      await world.waitForStarted(3);
      expect(await world.lay({ subject: 'one' })).toEqual([false]);
      world.answerAll();
      await world.waitForSettled(3);
      expect(await world.lay({ subject: 'one' })).toEqual([true]);
      await world.waitForStarted(4);
      expect(world.subjects().sort()).toEqual(['one', 'one', 'one', 'two']);
    });

    it('later where it is due later', async () => {
      const world = await open();
      const now = world.clock.now();
      await world.lay(
        { subject: 'in an hour', due_at: now + 3_600_000 },
        { subject: 'in a minute', due_at: now + 60_000 },
      );
      await world.pass('first');
      world.clock.advance(59_999);
      await world.pass('second');
      expect(world.subjects()).toEqual(['first', 'second']);
      world.clock.advance(1);
      await world.waitForStarted(3);
      world.clock.advance(3_540_000);
      expect(await world.waitForStarted(4)).toEqual(['first', 'second', 'in a minute', 'in an hour']);
    });

    it('that waits for a person only when that person acts', async () => {
      const world = await open();
      await world.lay({ subject: 'parked', due_at: 9_000_000_000_000_000 });
      world.clock.advance(10 * 365 * 86_400_000);
      await world.pass('marker');
      await world.unit.run(async (tx) => {
        await world.work.unpark(tx, 'a', world.clock.now());
        tx.afterCommit(() => world.engine.wake());
      });
      expect(await world.waitForStarted(2)).toEqual(['marker', 'parked']);
    });
  });
}
