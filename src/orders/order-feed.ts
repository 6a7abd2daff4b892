import { Bells, type Waiting } from '../domain/bells.js';
import { firstIdAt, instantOfId } from '../domain/ids.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import type { EventPlace, EventStore } from '../storage/event-store.js';
import { COMMITTED_WITHIN_MS, MOST_NEWS, NewsOfOthers } from '../storage/news-of-others.js';
import type { OrderWatch } from './change-order.js';
import { LateEvents } from './late-events.js';

/** Whose events are followed. */
export type FeedScope = { readonly orderId: string } | { readonly sellerId: string } | 'all';

/** Events read at once, so what one slow reader costs in memory. */
const PAGE = 200;
const EVENT_ID = /^evt_[0-9a-f]{32}$/;
/** Where events may be committed after later ones: whoever resumes is told again what is younger than this before its place. */
const TOLD_AGAIN_MS = 3_000;

/**
 * Wakes whoever follows orders. Commits ring a bell and carry nothing: what is told is always read from the database, so the
 * backlog, a resumption and live events are one path, and a slow reader pages through what it has missed.
 *
 * Where processes share the database, what others commit rings here within a second. Events of one order come in the order of their
 * ids; an event of many orders' that is committed after one of a later id is told then, behind it.
 */
export class OrderFeed implements OrderWatch {
  private readonly bells = new Bells(() => this.news?.listen());
  /** Null where no other process writes. */
  private readonly news: NewsOfOthers<EventPlace> | null;

  constructor(
    private readonly events: EventStore,
    isShared = false,
  ) {
    this.news = isShared ? this.newsOfOthers() : null;
  }

  changed(orderId: string, sellerId: string): void {
    for (const key of [orderId, sellerId, 'all']) this.bells.ring(key);
  }

  /**
   * Where a stream begins. An id of ours is a place in time, whether or not its event still exists: what came after it follows.
   * Without one (or with something else) a single order is told from its first event, many orders from now on.
   */
  async placeOf(lastEventId: string | null, scope: FeedScope): Promise<string> {
    if (lastEventId !== null && EVENT_ID.test(lastEventId))
      return isOfOne(scope) || !this.news ? lastEventId : firstIdAt('evt', instantOfId(lastEventId) - TOLD_AGAIN_MS);
    return isOfOne(scope) ? '' : this.events.newestId();
  }

  /** Events after a place, oldest first, then each new one as it is committed; ends when aborted, or when the server stops. */
  async *follow(scope: FeedScope, after: string, signal: AbortSignal): AsyncGenerator<OrderEventRow, void> {
    const bell = this.bells.hang(keyOf(scope), signal);
    const late = isOfOne(scope) || !this.news ? null : await LateEvents.after(this.news, this.events, scope, after);
    let place = after;
    try {
      while (!bell.stilled) {
        const page = await this.page(scope, place);
        for (const event of page) {
          yield event;
          place = event.event_id;
          late?.told(place);
        }
        if (late) yield* late.untold(place);
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
    this.news?.stop();
  }

  private page(scope: FeedScope, place: string): Promise<OrderEventRow[]> {
    if (scope === 'all') return this.events.after(place, null, PAGE);
    if ('orderId' in scope) return this.events.after(place, scope.orderId, PAGE);
    return this.events.afterOfSeller(place, scope.sellerId, PAGE);
  }

  private newsOfOthers(): NewsOfOthers<EventPlace> {
    return new NewsOfOthers({
      read: async () => {
        const newest = await this.events.newestId();
        if (newest === '') return [];
        const from = firstIdAt('evt', instantOfId(newest) - COMMITTED_WITHIN_MS);
        return this.events.placesAfter(from, MOST_NEWS);
      },
      idOf: ({ event_id }) => event_id,
      tell: ({ order_id, seller_id }) => this.changed(order_id, seller_id),
      isWanted: () => this.bells.size > 0,
    });
  }
}

function isOfOne(scope: FeedScope): boolean {
  return typeof scope === 'object' && 'orderId' in scope;
}

function keyOf(scope: FeedScope): string {
  if (scope === 'all') return 'all';
  return 'orderId' in scope ? scope.orderId : scope.sellerId;
}
