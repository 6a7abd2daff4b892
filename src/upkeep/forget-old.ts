import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../domain/clock.js';
import { FIRST_ENDED, type OldCallsStore } from '../storage/old-calls-store.js';
import { WALKED_KINDS, type OldRowsStore, type OldStep } from '../storage/old-rows-store.js';
import type { OldOrdersStore } from '../storage/old-orders-store.js';
import type { OutageStore } from '../storage/outage-store.js';

const DAY_MS = 86_400_000;
/** Contract, section 8: keys of polls and jobs are kept so long, whatever is kept shorter. */
const KEYS_DAYS = 30;
/** Rows of one transaction: every other writer waits for it. */
const BATCH = 250;
/** Between two of them, for whoever waits. */
const PAUSE_MS = 20;

export interface ForgetOldParts {
  readonly rows: OldRowsStore;
  readonly calls: OldCallsStore;
  readonly orders: OldOrdersStore;
  readonly outages: Pick<OutageStore, 'forget'>;
  /** Erases a final order as its caller would. */
  readonly erase: (orderId: string) => Promise<void>;
  readonly clock: Clock;
  readonly retentionDays: number;
  /** Undefined: orders and results are kept for ever. */
  readonly resultRetentionDays: number | undefined;
  /** Told after each run that removed something: how many rows of each kind, and of `orders` how many were erased. */
  readonly forgot: (counts: Readonly<Record<string, number>>) => void;
  readonly pauseMs?: number;
}

/**
 * Removes by age what is no order and no result (contract, section 1, RETENTION_DAYS), and erases orders where that is asked for
 * (RESULT_RETENTION_DAYS); docs/retention.md lists what goes when. In small steps with a pause between, so that nobody waits for it.
 */
export class ForgetOld {
  private running = false;
  private stopped = false;

  constructor(private readonly parts: ForgetOldParts) {}

  /** Runs once at a time. Rejects where the database fails; what is left then is left to the next time. */
  async run(): Promise<void> {
    if (this.running || this.stopped) return;
    this.running = true;
    const counts: Record<string, number> = {};
    try {
      await this.forget(counts);
    } catch (error) {
      // Whoever stops us closes the database under us: all of it is done again after the next start.
      if (!this.stopped) throw error;
    } finally {
      this.running = false;
      const done = Object.entries(counts).filter(([, count]) => count > 0);
      if (done.length > 0) this.parts.forgot(Object.fromEntries(done));
    }
  }

  /** Begins no further step. */
  stop(): void {
    this.stopped = true;
  }

  private async forget(counts: Record<string, number>): Promise<void> {
    const { rows, calls, outages, clock, retentionDays } = this.parts;
    const now = clock.now();
    const before = now - retentionDays * DAY_MS;
    const ages = { ended: before, keyed: now - KEYS_DAYS * DAY_MS };
    for (const kind of WALKED_KINDS)
      await this.walk(counts, kind, '', (place) => rows.step(kind, before, place, BATCH));
    for (const kind of ['polls', 'jobs'] as const)
      await this.walk(counts, kind, FIRST_ENDED, (place) => calls.step(kind, ages, place, BATCH));
    await this.walk(counts, 'outages', true as const, () => outages.forget(before, BATCH));
    await this.eraseOrders(counts, now);
  }

  private async eraseOrders(counts: Record<string, number>, now: number): Promise<void> {
    const { orders, erase, resultRetentionDays } = this.parts;
    if (resultRetentionDays === undefined) return;
    const before = now - resultRetentionDays * DAY_MS;
    const failures: unknown[] = [];
    // One at a time: each may have files. What cannot be erased, or not to its last file, keeps no other from it.
    await this.walk(counts, 'orders', FIRST_ENDED, async (place): Promise<OldStep<typeof FIRST_ENDED>> => {
      const next = await orders.nextToErase(before, place);
      if (next === null) return { removed: 0, next: null };
      const removed = await erase(next.id).then(
        () => 1,
        (error: unknown) => (failures.push(error), 0),
      );
      return { removed, next };
    });
    if (failures.length > 0) throw failures[0];
  }

  private async walk<Place>(
    counts: Record<string, number>,
    kind: string,
    first: Place,
    step: (place: Place) => Promise<OldStep<Place>>,
  ): Promise<void> {
    for (let place: Place | null = first; place !== null && !this.stopped;) {
      const { removed, next }: OldStep<Place> = await step(place);
      counts[kind] = (counts[kind] ?? 0) + removed;
      place = next;
      if (place !== null) await sleep(this.parts.pauseMs ?? PAUSE_MS, undefined, { ref: false });
    }
  }
}
