import type { Clock } from '../../domain/clock.js';
import { MINUTE_MS, RANGES, seriesOf, type Range, type SeriesPoint } from '../../domain/minute-figures.js';
import type { Database } from '../../storage/database/database.js';
import type { FigureStore } from '../../storage/figure-store.js';
import type { OutageStore } from '../../storage/outage-store.js';
import type { StateStore } from '../../storage/state-store.js';
import type { KeepFigures } from './keep-figures.js';

/** A process that was silent for longer is not counted. */
const ALIVE_MINUTES = 2;
/** The sizes are looked at no more often. */
const SIZED_FOR_MS = 60_000;

/** What stays as it is while the process lives. */
export interface SystemFacts {
  readonly version: string;
  readonly role: string;
  readonly engine: 'embedded' | 'distributed';
}

export interface SystemStateParts {
  readonly database: Database;
  readonly state: StateStore;
  readonly figures: FigureStore;
  readonly keep: KeepFigures;
  readonly outages: OutageStore;
  readonly clock: Clock;
  readonly facts: SystemFacts;
  readonly inFlight: () => number;
  /** Room on the disk of result files; null where they lie elsewhere. */
  readonly disk: () => Promise<{ readonly freeBytes: number; readonly sizeBytes: number } | null>;
}

export interface SystemSeries {
  readonly range: Range;
  readonly step_s: number;
  readonly points: readonly SeriesPoint[];
}

/** How the whole installation is doing: what the system page shows. */
export class SystemState {
  private readonly startedAt: number;
  private sized: { readonly at: number; readonly of: Promise<Size> } | null = null;

  constructor(private readonly parts: SystemStateParts) {
    this.startedAt = parts.clock.now();
  }

  async now() {
    const { database, state, figures, outages, clock, facts, inFlight, disk } = this.parts;
    const now = clock.now();
    const [orders, due, waiting, quarantined, pending, dead, processes, open, size, space] = await Promise.all([
      ...([state.countOpenOrders(), state.dueWork(now), state.countWaiting(), state.countQuarantined()] as const),
      ...([state.countMessages('pending'), state.countMessages('dead')] as const),
      figures.processes(Math.floor(now / MINUTE_MS) - ALIVE_MINUTES + 1),
      ...([outages.allOpen(), this.size(), disk().catch(() => null)] as const),
    ]);
    const oldest = Math.min(now, ...due.map(({ oldestDueAt }) => oldestDueAt));
    return {
      ...{ version: facts.version, node: process.versions.node, role: facts.role, engine: facts.engine },
      ...{
        database: database.kind,
        started_at: new Date(this.startedAt).toISOString(),
        processes: Math.max(1, processes),
      },
      orders,
      work: {
        ...{ waiting, due: due.reduce((sum, { count }) => sum + count, 0), oldest_due_s: (now - oldest) / 1_000 },
        ...{ in_flight: inFlight(), quarantined },
      },
      notifications: { pending, dead },
      open_breakers: open.map(({ origin, short_id, seller_id, began_at }) => ({
        ...{ origin, short_id, seller_id },
        since: new Date(began_at).toISOString(),
      })),
      storage: {
        ...size,
        disk_free_bytes: space?.freeBytes ?? null,
        disk_total_bytes: space?.sizeBytes ?? null,
      },
    };
  }

  /** What this process has not written down yet is written first. */
  async series(range: Range): Promise<SystemSeries> {
    const { figures, keep, clock } = this.parts;
    await keep.write();
    const now = clock.now();
    const { minutes, step } = RANGES[range];
    const since = Math.floor(now / MINUTE_MS) - minutes - step;
    return { range, step_s: step * 60, points: seriesOf(await figures.since(since), range, now) };
  }

  private size(): Promise<Size> {
    const now = this.parts.clock.elapsed();
    if (this.sized === null || now - this.sized.at > SIZED_FOR_MS) {
      const of = this.parts.state.size().catch(() => ({ database_bytes: null, files: null }));
      this.sized = { at: now, of };
    }
    return this.sized.of;
  }
}

interface Size {
  readonly database_bytes: number | null;
  readonly files: number | null;
}
