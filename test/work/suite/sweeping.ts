import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/domain/outcome.js';
import { SweepStore } from '../../../src/storage/sweep-store.js';
import { Sweeps } from '../../../src/work/sweeps.js';
import type { EngineWorld } from '../engine-world.js';
import type { OpenWorld } from '../engine-suite.js';

function sweepsOf(world: EngineWorld, database = world.database) {
  const store = new SweepStore(database);
  return { store, sweeps: new Sweeps(store, world.work, database.unit, world.engine, world.clock) };
}

const report = (outcome: Outcome, changed = false) => ({ outcome, changed, orderId: null, shortId: null });

export function sweeping(open: OpenWorld): void {
  describe('sweeps', () => {
    it('with one row a tick, whoever opens it and however often', async () => {
      const world = await open();
      const tick = world.clock.now();
      const processes = [sweepsOf(world), sweepsOf(world), sweepsOf(world)];
      const opened = await Promise.all([...processes, ...processes].map(({ sweeps }) => sweeps.openTick(tick)));
      expect(opened.filter((sweep) => sweep !== null)).toHaveLength(1);
      const rows = await processes[0]?.store.list(10, null);
      expect(rows).toMatchObject([{ tick_at: tick, manual: 0, sweep_id: opened.find((sweep) => sweep)?.sweepId }]);
      await processes[1]?.sweeps.openTick(tick + 900_000);
      expect(await processes[0]?.store.list(10, null)).toHaveLength(2);
    });

    it('what waits for the tick, and counts how many those are', async () => {
      const world = await open();
      const { sweeps } = sweepsOf(world);
      const tick = world.clock.now() + 900_000;
      world.holds = () => true;
      await world.lay(
        ...['a', 'b', 'c'].map((subject) => ({ subject, due_at: tick, by_sweep: 1 })),
        { subject: 'own plan', due_at: tick, by_sweep: 0 },
        { subject: 'next tick', due_at: tick + 900_000, by_sweep: 1 },
      );
      world.clock.advanceTo(tick);
      expect(await sweeps.openTick(tick)).toMatchObject({ due: 3 });
      expect((await world.waitForStarted(4)).sort()).toEqual(['a', 'b', 'c', 'own plan']);
    });

    it('and its counts add up, also those of a process that came second, and after a write that failed', async () => {
      const world = await open();
      let failing = false;
      const flaky = {
        ...world.database,
        unit: {
          run: ((unit) =>
            failing ? Promise.reject(new Error('busy')) : world.unit.run(unit)) as typeof world.unit.run,
        },
      };
      const [first, second] = [sweepsOf(world, flaky), sweepsOf(world)];
      const tick = world.clock.now();
      const opened = await first.sweeps.openTick(tick);
      await second.sweeps.openTick(tick);
      await world.lay({ subject: 'swept', by_sweep: 1 }, { subject: 'own plan' });
      await world.waitForSettled(2);
      const swept = world.started.find((work) => work.by_sweep === 1);
      const other = world.started.find((work) => work.by_sweep === 0);
      if (!swept || !other) throw new Error('both have run');
      first.sweeps.count(swept, report('completed', true), tick + 40);
      first.sweeps.count(swept, report('processing'), tick + 70);
      first.sweeps.count(other, report('processing'), tick + 999);
      failing = true;
      await expect(first.sweeps.writeDown()).rejects.toThrow('busy');
      failing = false;
      world.clock.advance(500);
      first.sweeps.count(swept, report('timeout'), tick + 20);
      second.sweeps.count(swept, report('not_modified'), tick + 60);
      await first.sweeps.writeDown();
      await second.sweeps.writeDown();
      await first.sweeps.writeDown();
      expect(await first.store.list(10, null)).toMatchObject([
        {
          ...{ sweep_id: opened?.sweepId, checked: 4, changed: 1, failed: 1, lateness_ms: 70 },
          last_checked_at: world.clock.now(),
        },
      ]);
    });

    it('by hand: only what waits for the tick', async () => {
      const world = await open();
      const { sweeps, store } = sweepsOf(world);
      const later = world.clock.now() + 900_000;
      await world.lay(
        { subject: 'waits', due_at: later, by_sweep: 1 },
        { subject: 'waits too', due_at: later + 900_000, by_sweep: 1 },
        { subject: 'own plan', due_at: later },
        { subject: 'forward', kind: 'forward', due_at: later },
        { subject: 'parked', due_at: 9_000_000_000_000_000, by_sweep: 1 },
      );
      expect(await sweeps.openNow(false)).toMatchObject({ due: 2 });
      await world.waitForSettled(2);
      await world.pass('marker');
      expect(world.subjects().slice(0, 2).sort()).toEqual(['waits', 'waits too']);
      expect(world.started).toHaveLength(3);
      expect(await store.list(10, null)).toMatchObject([{ manual: 1, due: 2, opened_at: world.clock.now() }]);
    });

    it('by hand and all: whatever waits for a check, and counts it', async () => {
      const world = await open();
      const { sweeps } = sweepsOf(world);
      const later = world.clock.now() + 900_000;
      await world.lay(
        { subject: 'waits', due_at: later, by_sweep: 1 },
        { subject: 'own plan', due_at: later },
        { subject: 'forward', kind: 'forward', due_at: later },
        { subject: 'parked', due_at: 9_000_000_000_000_000 },
      );
      expect(await sweeps.openNow(true)).toMatchObject({ due: 2 });
      await world.waitForSettled(2);
      await world.pass('marker');
      expect(world.subjects().slice(0, 2).sort()).toEqual(['own plan', 'waits']);
      expect(world.started).toHaveLength(3);
    });

    it('by hand twice in one instant, and beside the tick of that instant', async () => {
      const world = await open();
      const { sweeps, store } = sweepsOf(world);
      await sweeps.openNow(false);
      await sweeps.openNow(false);
      await sweeps.openTick(world.clock.now());
      expect(await store.list(10, null)).toHaveLength(3);
    });

    it('by hand inside a unit that is undone: nothing is swept', async () => {
      const world = await open();
      const { sweeps } = sweepsOf(world);
      await world.lay({ subject: 'waits', due_at: world.clock.now() + 900_000, by_sweep: 1 });
      const undone = world.unit.run(async () => {
        await sweeps.openNow(true);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await world.pass('marker');
      expect(world.subjects()).toEqual(['marker']);
    });
  });
}
