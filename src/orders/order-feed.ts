import { Bell } from '../domain/bell.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import type { EventStore } from '../storage/event-store.js';
import type { OrderWatch } from './change-order.js';

/** Whose events are followed. */
export type FeedScope = { readonly orderId: string } | { readonly sellerId: string } | 'all';

/** What a waiting reader reads, again after every change, until it has what it waits for. */
export interface Waiting<T> {
  readonly read: () => Promise<T>;
  readonly until: (value: T) => boolean;
  readonly ms: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Events read at once, so what one slow reader costs in memory. */
const PAGE = 200;
const EVENT_ID = /^evt_[0-9a-f]{32}$/;

/**
 * Wakes whoever follows orders. Commits ring a bell and carry nothing: what is told is always read from the database, so the
 * backlog, a resumption and live events are one path, and a slow reader pages through what it has missed.
 *
 * One process: another one's commits do not ring here.
 */
export class OrderFeed implements OrderWatch {
  private readonly bells = new Map<string, Set<Bell>>();
  private closed = false;

  constructor(private readonly events: EventStore) {}

  changed(orderId: string, sellerId: string): void {
    for (const key of [orderId, sellerId, 'all']) for (const bell of this.bells.get(key) ?? []) bell.ring();
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
    const bell = this.hang(scope, signal);
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
      this.take(scope, bell);
    }
  }

  /** Reads until `until` holds, the time is over or nobody waits any more; answers what was read last. */
  async waitFor<T>(orderId: string, { read, until, ms, signal }: Waiting<T>): Promise<T> {
    const scope = { orderId };
    // The bell hangs before the first look, so that no change falls between looking and waiting.
    const bell = this.hang(scope, signal);
    const timer = setTimeout(() => bell.still(), ms);
    try {
      for (;;) {
        const value = await read();
        if (bell.stilled || until(value)) return value;
        await bell.heard();
      }
    } finally {
      clearTimeout(timer);
      this.take(scope, bell);
    }
  }

  /** Ends every stream and every wait, for the stop of the server. */
  close(): void {
    this.closed = true;
    for (const bells of this.bells.values()) for (const bell of bells) bell.still();
  }

  private page(scope: FeedScope, place: string): Promise<OrderEventRow[]> {
    if (scope === 'all') return this.events.after(place, null, PAGE);
    if ('orderId' in scope) return this.events.after(place, scope.orderId, PAGE);
    return this.events.afterOfSeller(place, scope.sellerId, PAGE);
  }

  private hang(scope: FeedScope, signal: AbortSignal): Bell {
    const bell = new Bell();
    if (signal.aborted || this.closed) bell.still();
    else signal.addEventListener('abort', () => bell.still(), { once: true });
    const bells = this.bells.get(keyOf(scope)) ?? new Set();
    this.bells.set(keyOf(scope), bells.add(bell));
    return bell;
  }

  private take(scope: FeedScope, bell: Bell): void {
    const bells = this.bells.get(keyOf(scope));
    bells?.delete(bell);
    if (bells?.size === 0) this.bells.delete(keyOf(scope));
  }
}

function keyOf(scope: FeedScope): string {
  if (scope === 'all') return 'all';
  return 'orderId' in scope ? scope.orderId : scope.sellerId;
}
