import { firstIdAt, instantOfId } from '../domain/ids.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import type { EventPlace, EventStore } from '../storage/event-store.js';
import { COMMITTED_WITHIN_MS, type NewsOfOthers } from '../storage/news-of-others.js';
import type { FeedScope } from './order-feed.js';

/** Events of many orders that were committed after later ones, for one reader: what it has been told lately, and what it has not. */
export class LateEvents {
  private constructor(
    private readonly news: Pick<NewsOfOthers<EventPlace>, 'recent'>,
    private readonly events: Pick<EventStore, 'find'>,
    private readonly scope: FeedScope,
    /** Ids of the last seconds that were told, or were there before the reader came. */
    private readonly known: Set<string>,
  ) {}

  /** For a reader who begins behind `place`: what is there by now before it is none of its. */
  static async after(
    news: NewsOfOthers<EventPlace>,
    events: Pick<EventStore, 'find'>,
    scope: FeedScope,
    place: string,
  ): Promise<LateEvents> {
    await news.look();
    const before = [...news.recent].map(({ event_id }) => event_id).filter((id) => id <= place);
    return new LateEvents(news, events, scope, new Set(before));
  }

  told(eventId: string): void {
    this.known.add(eventId);
  }

  /** What stands before `place` and has not been told. */
  async *untold(place: string): AsyncGenerator<OrderEventRow, void> {
    if (place === '') return;
    for (const { event_id, seller_id } of this.news.recent) {
      const isTheirs = this.scope === 'all' || ('sellerId' in this.scope && this.scope.sellerId === seller_id);
      if (!isTheirs || event_id > place || this.known.has(event_id)) continue;
      this.known.add(event_id);
      const event = await this.events.find(event_id);
      if (event) yield event;
    }
    this.forgetBefore(firstIdAt('evt', instantOfId(place) - 2 * COMMITTED_WITHIN_MS));
  }

  private forgetBefore(oldest: string): void {
    for (const id of this.known) if (id < oldest) this.known.delete(id);
  }
}
