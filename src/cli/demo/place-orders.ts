import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoundtripClient } from '../../client/client.js';
import type { OrderBook } from './order-book.js';
import type { DemoSeller } from './sellers/seller.js';

/** Orders at the sellers in turn, as a marketplace does: with an id of its own, so that a second try orders nothing twice. */
export class PlaceOrders {
  private count = 0;

  constructor(
    private readonly api: RoundtripClient,
    private readonly book: OrderBook,
    private readonly sellers: readonly DemoSeller[],
  ) {}

  /** Places `total` orders, one each `everyMs`, and answers their ids. */
  async some(total: number, everyMs: number, signal: AbortSignal): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < total && !signal.aborted) {
      const id = await this.one(signal);
      if (id !== null) ids.push(id);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
    return ids;
  }

  /** Null where we were stopped in the middle of it. */
  private async one(signal: AbortSignal): Promise<string | null> {
    const seller = this.sellers[this.count++ % this.sellers.length]!;
    const order_id = randomUUID();
    this.book.placing(order_id);
    try {
      const order = { order_id, short_id: seller.shortId, inputs: seller.inputs(this.count) };
      this.book.accepted(await this.api.post('/v1/orders', { body: order }));
    } catch (error) {
      this.book.refused(order_id);
      if (signal.aborted) return null;
      throw error;
    }
    return order_id;
  }
}
