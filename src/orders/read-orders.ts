import type { Caller } from '../domain/caller.js';
import { isUuid } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import type { AttemptKind, AttemptStore } from '../storage/attempt-store.js';
import type { AttemptRow } from '../storage/entities/attempt.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import type { EventStore } from '../storage/event-store.js';
import type { WholeOrder, OrderStore } from '../storage/order-store.js';
import type { OrderFeed } from './order-feed.js';
import type { OrderOutlook } from './order-outlook.js';
import { eventView, type OrderView, type OrderViews } from './order-view.js';

/** What a seller sees of an order's attempts: the calls between it and us, not those to the marketplace. */
const SELLERS_KINDS: readonly AttemptKind[] = ['forward', 'check', 'callback', 'mirror'];

export interface ReadOrdersParts {
  readonly orders: OrderStore;
  readonly events: EventStore;
  readonly attempts: AttemptStore;
  readonly views: OrderViews;
  readonly feed: OrderFeed;
  readonly outlook: OrderOutlook;
}

/** How long a reader waits for news of an order. */
export interface Wait<Order extends WholeOrder> {
  /** Nothing to wait for where it holds: of the order as it is found. */
  readonly unless: (order: Order) => boolean | Promise<boolean>;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** One order, as one reader sees it. */
export interface OrderReader<Order extends WholeOrder = WholeOrder> {
  /** 404 where the reader may not, or no longer, see it. */
  find(): Promise<Order>;
  /** The order with what lies ahead of it. */
  view(order: Order): Promise<object>;
  /** One of its events; null for one that is not told to this reader. */
  event(row: OrderEventRow): Record<string, unknown> | null;
}

/** One order and its history, as each caller may see them: a seller its own orders, without what the marketplace noted. */
export class ReadOrders {
  constructor(private readonly parts: ReadOrdersParts) {}

  /** 404 for an order that does not exist, and for another seller's. */
  async find(caller: Caller, orderId: string): Promise<WholeOrder> {
    const order = isUuid(orderId) ? await this.parts.orders.findWhole(orderId.toLowerCase()) : null;
    if (!order || (caller.role === 'seller' && caller.sellerId !== order.seller_id)) throw Problem.notFound('order');
    return order;
  }

  /** A caller who reads one order. */
  reader(caller: Caller, orderId: string): OrderReader {
    return {
      find: () => this.find(caller, orderId),
      view: (order) => this.viewWhole(caller, order),
      event: eventView,
    };
  }

  /** The order once its status, progress or message has changed, or as it is when the time is over. */
  async findChanged<Order extends WholeOrder>(reader: OrderReader<Order>, wait: Wait<Order>): Promise<Order> {
    const first = await reader.find();
    if (await wait.unless(first)) return first;
    return this.parts.feed.waitFor(first.order_id, {
      read: () => reader.find(),
      until: (order) => order.version !== first.version,
      ...{ ms: wait.ms, signal: wait.signal },
    });
  }

  view(caller: Caller, order: WholeOrder): OrderView {
    return this.parts.views.order(order, { result: true, metadata: caller.role !== 'seller' });
  }

  /** The same with what lies ahead of it: how long it will take, and when its seller is asked. */
  async viewWhole(caller: Caller, order: WholeOrder): Promise<OrderView> {
    return { ...this.view(caller, order), ...(await this.parts.outlook.of(order)) };
  }

  /** Every call made or received for the order, newest first; `before` is the last attempt_id of the page before. */
  async attempts(caller: Caller, orderId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    const { order_id } = await this.find(caller, orderId);
    if (caller.role !== 'seller') return this.parts.attempts.ofOrder(order_id, limit, before);
    return this.parts.attempts.ofOrderOfKinds(order_id, SELLERS_KINDS, limit, before);
  }

  /** The order's timeline, oldest first; `after` is the last event_id of the page before. */
  async events(caller: Caller, orderId: string, limit: number, after: string | null): Promise<OrderEventRow[]> {
    const { order_id } = await this.find(caller, orderId);
    return this.parts.events.after(after ?? '', order_id, limit);
  }
}
