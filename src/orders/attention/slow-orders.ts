import type { Trouble } from '../../domain/attention/group-trouble.js';
import { LEAST_SAMPLES } from '../../domain/learned/eta.js';
import { readSketch } from '../../domain/learned/sketch-json.js';
import { slowestOf } from '../../domain/learned/slowest-of.js';
import { RecentMap } from '../../domain/recent-map.js';
import type { AttentionStore, Whose } from '../../storage/attention-store.js';
import { ALL_CLASSES, type DurationStore } from '../../storage/duration-store.js';

const SHARE = 0.97;
/** How long it is believed how slow the slowest of a tool are. */
const BELIEVED_MS = 60_000;

/** Orders that take longer than 97 of 100 of their tool's past ones. */
export class SlowOrders {
  private readonly limits = new RecentMap<{ readonly ms: number | null; readonly readAt: number }>();

  constructor(
    private readonly store: Pick<AttentionStore, 'busyTools' | 'longAt'>,
    private readonly durations: Pick<DurationStore, 'find'>,
  ) {}

  async find(outagesSince: number, now: number, whose: Whose): Promise<Trouble[]> {
    const troubles: Trouble[] = [];
    for (const { short_id: shortId, oldest } of await this.store.busyTools(whose)) {
      const ms = await this.limitOf(shortId, now);
      if (ms === null || oldest > now - ms) continue;
      for (const { order_id: orderId, seller_id: sellerId, at } of await this.store.longAt(
        outagesSince,
        shortId,
        Math.floor(now - ms),
      ))
        troubles.push({ cause: 'slow', sellerId, shortId, detail: '', at, orderId });
    }
    return troubles;
  }

  private async limitOf(shortId: string, now: number): Promise<number | null> {
    const known = this.limits.get(shortId);
    if (known && Math.abs(now - known.readAt) < BELIEVED_MS) return known.ms;
    const row = await this.durations.find(shortId, ALL_CLASSES);
    const read = row === null ? null : readSketch(row.sketch);
    const seconds = read?.ok ? slowestOf(read.sketch, SHARE, LEAST_SAMPLES, now) : null;
    const ms = seconds === null ? null : seconds * 1_000;
    this.limits.set(shortId, { ms, readAt: now }, now);
    return ms;
  }
}
