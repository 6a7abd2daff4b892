import type { ByteBudget } from '../domain/byte-budget.js';
import type { Clock } from '../domain/clock.js';
import type { NewAttempt } from '../storage/attempt-store.js';
import type { Database } from '../storage/database/database.js';
import { StateStore } from '../storage/state-store.js';
import { SweepStore } from '../storage/sweep-store.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { DatabaseState } from '../telemetry/state-metrics.js';
import type { Tracing } from '../telemetry/tracing/tracing.js';
import type { WatchedDisk } from '../upkeep/alerts/watch-state.js';
import { WORK_KINDS } from '../work/work-kinds.js';

export interface WatchStateNeeds {
  readonly metrics: Metrics;
  readonly database: Database;
  readonly clock: Clock;
  /** Tells what it has taken and not begun. */
  readonly engine: { readonly waits: { waiting(): readonly { readonly kind: string }[] } };
  readonly budget: ByteBudget;
  readonly writers: ByteBudget;
  readonly disks: readonly WatchedDisk[];
}

/** Says where the metrics that are read come from. */
export function watchState(needs: WatchStateNeeds): void {
  const { metrics, engine, budget, writers, disks } = needs;
  const bytesOf = ({ inUse, limit }: ByteBudget) => ({ used: inUse, limit });
  metrics.watch({
    kinds: WORK_KINDS,
    database: () => readDatabase(needs),
    heldWork: () => engine.waits.waiting(),
    bytes: () => ({ bodies: bytesOf(budget), files: bytesOf(writers) }),
    disks: async () => {
      const spaces = disks.map(async ({ name, space }) => ({ name, ...(await space()) }));
      return (await Promise.allSettled(spaces)).flatMap((found) => (found.status === 'fulfilled' ? [found.value] : []));
    },
  });
}

async function readDatabase({ database, clock }: WatchStateNeeds): Promise<DatabaseState> {
  const state = new StateStore(database);
  const now = clock.now();
  const [due, openOrders, waitingMessages, deadMessages, [sweep], inQuarantine] = await Promise.all([
    state.dueWork(now),
    state.countOpenOrders(),
    state.countMessages('pending'),
    state.countMessages('dead'),
    new SweepStore(database).list(1, null),
    state.countQuarantined(),
  ]);
  return {
    dueWork: due.map(({ kind, count, oldestDueAt }) => ({ kind, count, latenessMs: now - oldestDueAt })),
    ...{ openOrders, waitingMessages, deadMessages, quarantined: inQuarantine },
    sweepLatenessMs: Number(sweep?.lateness_ms ?? 0),
  };
}

/** Tells of a callback that was written down. */
export function tookCallback(attempt: NewAttempt, metrics: Metrics, tracing: Tracing | null): void {
  const { order_id, short_id, run, outcome, status_code, started_at, duration_ms } = attempt;
  metrics.callbackTaken(outcome);
  if (order_id === null) return;
  tracing?.callbackTaken({
    ...{ orderId: order_id, shortId: short_id, run, outcome, status: status_code },
    ...{ startedAt: started_at, durationMs: duration_ms },
  });
}
