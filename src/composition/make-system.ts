import type { Clock } from '../domain/clock.js';
import { SystemController } from '../http/system.controller.js';
import type { Database } from '../storage/database/database.js';
import { FigureStore } from '../storage/figure-store.js';
import { OutageStore } from '../storage/outage-store.js';
import { StateStore } from '../storage/state-store.js';
import { FigureCounts } from '../telemetry/figure-counts.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { WatchedDisk } from '../upkeep/alerts/watch-state.js';
import { KeepFigures } from '../work/watching/keep-figures.js';
import { SystemState, type SystemFacts } from '../work/watching/system-state.js';

export interface SystemNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly facts: SystemFacts;
  readonly inFlight: () => number;
  readonly disks: readonly WatchedDisk[];
  readonly broke: (what: string, error: unknown) => void;
}

/** What the system page shows, and what is kept for it by the minute; put together. */
export function makeSystem({ database, clock, metrics, facts, inFlight, disks, broke }: SystemNeeds) {
  const counts = new FigureCounts(() => clock.now());
  metrics.countInto(counts);
  const [state, figures] = [new StateStore(database), new FigureStore(database)];
  const workNow = async () => {
    const due = await state.dueWork(clock.now());
    return { due: due.reduce((sum, { count }) => sum + count, 0), waiting: await state.countWaiting() };
  };
  const keep = new KeepFigures({ counts, store: figures, unit: database.unit, clock, workNow, broke });
  const disk = async () => (await disks.find(({ name }) => name === 'files')?.space()) ?? null;
  const parts = { database, state, figures, keep, outages: new OutageStore(database), clock, facts, inFlight, disk };
  return {
    keep,
    controllers: [SystemController],
    providers: [{ provide: SystemState, useValue: new SystemState(parts) }],
  };
}
