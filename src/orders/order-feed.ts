import { Bells, type Waiting } from '../domain/bells.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import type { EventStore } from '../storage/event-store.js';
import type { OrderWatch } from './change-order.js';

/** Whose events are followed. */
export type FeedScope = { readonly orderId: string } | { readonly sellerId: string } | 'all';

/** Events read at once, so what one slow reader costs in memory. */
const PAGE = 200;
const EVENT_ID = /^evt_[0-9a-f]{32}$/;

/**
 * Wakes whoever follows orders. Commits ring a bell and carry nothing: what is told is always read from the database, so the
 * backlog, a resumption and live events are one path, and a slow reader pages through what it has missed.
 */
export class OrderFeed implements OrderWatch {
  private readonly bells = new Bells();

  constructor(private readonly events: EventStore) {}

  changed(orderId: string, sellerId: string): void {
    for (const key of [orderId, sellerId, 'all']) this.bells.ring(key);
  }

  /**
   * Where a stream begins. An id of ours is a place in time, whether or not its event still exists: what came after it follows.
   * Without one (or with something else) a single order is told from its first event, many orders from now on.
   */
  async placeOf(lastEventId: string | null, scope: FeedScope): Promise<string> {
    if (lastEventId !== null && EVENT_ID.test(lastEventId)) return lastEventId;
    return typeof scope === 'object' && 'orderId' in scope ? '' : this.events.newestId();
  }

  /** Events after a place, oldest first, then each new one as it is committed; ends when aborted, or when the server stops. */
  async *follow(scope: FeedScope, after: string, signal: AbortSignal): AsyncGenerator<OrderEventRow, void> {
    const bell = this.bells.hang(keyOf(scope), signal);
    let place = after;
    try {
      while (!bell.stilled) {
        const page = await this.page(scope, place);
        for (const event of page) {
          yield event;
          place = event.event_id;
        }
        if (page.length < PAGE) await bell.heard();
      }
    } finally {
      this.bells.take(keyOf(scope), bell);
    }
  }

  /** Reads until `until` holds, the time is over or nobody waits any more; answers what was read last. */
  waitFor<T>(orderId: string, waiting: Waiting<T>): Promise<T> {
    return this.bells.waitFor(orderId, waiting);
  }

  /** Ends every stream and every wait, for the stop of the server. */
  close(): void {
    this.bells.close();
  }

  private page(scope: FeedScope, place: string): Promise<OrderEventRow[]> {
    if (scope === 'all') return this.events.after(place, null, PAGE);
    if ('orderId' in scope) return this.events.after(place, scope.orderId, PAGE);
    return this.events.afterOfSeller(place, scope.sellerId, PAGE);
  }
}

function keyOf(scope: FeedScope): string {
  if (scope === 'all') return 'all';
  return 'orderId' in scope ? scope.orderId : scope.sellerId;
}
