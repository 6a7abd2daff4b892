import { LASTS } from '../../domain/attention/attention-words.js';
import { MOST_COUNTED, type Trouble } from '../../domain/attention/group-trouble.js';
import type { Clock } from '../../domain/clock.js';
import { RecentMap } from '../../domain/recent-map.js';
import type { OutageRow } from '../../storage/entities/outage.js';
import type { OutageReplayStore } from '../../storage/outage-replay-store.js';
import { allToMend } from '../outages/held-orders.js';

/** Outages of each kind that one look reads, and orders of each that lasts which it looks at. */
const MOST_OUTAGES = 100;
const MOST_ORDERS = 3_000;

/** Outages that last, and those that are over and left something to mend. */
export class OutageTroubles {
  /** Those that left nothing: nothing comes back to it once its orders have ended in their own way. */
  private readonly mended = new RecentMap<true>();

  constructor(
    private readonly store: OutageReplayStore,
    private readonly clock: Clock,
  ) {}

  async find(since: number, whose: string | null): Promise<Trouble[]> {
    const troubles: Trouble[] = [];
    for (const outage of await this.store.unmended(since, whose, MOST_OUTAGES))
      if (!this.mended.get(outage.outage_id)) troubles.push(...(await this.of(outage)));
    return troubles;
  }

  private async of(outage: OutageRow): Promise<Trouble[]> {
    const now = this.clock.now();
    const { outage_id: outageId, seller_id: sellerId, began_at: at } = outage;
    const shortId = outage.short_id === '' ? null : outage.short_id;
    const detail = outage.ended_at === null ? LASTS : '';
    const whole: Trouble = { cause: 'outage', sellerId, shortId, detail, at, orderId: null, outageId };
    const found: Trouble[] = [];
    // Of one that is over all are looked at: that it left nothing is found once.
    const most = outage.ended_at === null ? MOST_ORDERS : Infinity;
    for await (const { orderId } of allToMend(this.store, outage, now, most)) {
      found.push({ ...whole, orderId });
      if (found.length >= MOST_COUNTED) break;
    }
    if (found.length > 0) return found;
    if (outage.ended_at === null) return [whole];
    this.mended.set(outageId, true, now);
    return [];
  }
}
