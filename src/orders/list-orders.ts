import type { Caller } from '../domain/caller.js';
import type { OrderStatus } from '../domain/order.js';
import type { ListedOrder, OrderFilter, OrderListQuery, OrderPlace, PlaceRange } from '../storage/order-list-query.js';
import { cut, walkInWindows, type Found } from '../storage/walk-in-windows.js';
import { csvHeader, csvRow } from './order-csv.js';
import type { OrderView, OrderViews } from './order-view.js';

/** What a caller asks of the list; what is left out is not asked for. */
export interface OrderListAsk {
  readonly statuses?: readonly OrderStatus[];
  readonly shortId?: string;
  readonly sellerId?: string;
  readonly isTest?: boolean;
  /** Epoch milliseconds: created at this instant or later. */
  readonly createdAfter?: number;
  /** Created before this instant. */
  readonly createdBefore?: number;
  readonly text?: string;
}

export interface OrderPage {
  readonly orders: OrderView[];
  /** Where the next page begins; null after the last. */
  readonly next: OrderPlace | null;
}

const EXPORT_PAGE = 500;

/** At least this much of an id, and its orders are looked up by id. */
export const ID_START = /^[0-9a-f]{8}(?:-|-[0-9a-f-]{1,27})?$/i;

/** Lists of orders, newest first; a seller sees its own. */
export class ListOrders {
  constructor(
    private readonly query: OrderListQuery,
    private readonly views: OrderViews,
  ) {}

  /** Up to `limit` orders after a place. */
  async page(caller: Caller, ask: OrderListAsk, limit: number, after: OrderPlace | null): Promise<OrderPage> {
    if (caller.role === 'seller' && (ask.sellerId ?? caller.sellerId) !== caller.sellerId)
      return { orders: [], next: null };
    const { rows, next } = await this.find(filterOf(caller, ask), rangeOf(ask, after), limit);
    return { orders: rows.map((row) => this.view(caller, row)), next };
  }

  /** The whole list from a place on as CSV (RFC 4180), piece by piece, the header first. */
  async *csv(caller: Caller, ask: OrderListAsk, after: OrderPlace | null): AsyncGenerator<string, void> {
    const metadata = seesMetadata(caller);
    yield csvHeader(metadata);
    let place = after;
    do {
      const page = await this.page(caller, ask, EXPORT_PAGE, place);
      if (page.orders.length > 0) yield page.orders.map((order) => csvRow(order, metadata)).join('');
      place = page.next;
    } while (place !== null);
  }

  private async find(filter: OrderFilter, range: PlaceRange, limit: number): Promise<Found<ListedOrder, OrderPlace>> {
    const { query } = this;
    if (filter.text !== null && ID_START.test(filter.text)) {
      const named = await query.rowsByIdStart(filter, range, limit + 1);
      if (named.length > 0) return cut(named, limit, placeOf);
    }
    if (query.fitsAll(filter)) return cut(await query.rows(filter, range, limit + 1), limit, placeOf);
    const walk = {
      windowEnd: (below: OrderPlace, size: number) => query.windowEnd(filter, { ...range, below }, size),
      rows: (below: OrderPlace, end: OrderPlace | null, most: number) =>
        query.rows(filter, { below, notBelow: end ?? range.notBelow }, most),
      placeOf,
    };
    return walkInWindows(walk, range.below, limit);
  }

  private view(caller: Caller, row: ListedOrder): OrderView {
    const whole = { ...row, result: null };
    return this.views.order(whole, { result: false, metadata: seesMetadata(caller) });
  }
}

function seesMetadata(caller: Caller): boolean {
  return caller.role !== 'seller';
}

function filterOf(caller: Caller, ask: OrderListAsk): OrderFilter {
  return {
    statuses: ask.statuses ?? null,
    shortId: ask.shortId ?? null,
    sellerId: (caller.role === 'seller' ? caller.sellerId : ask.sellerId) ?? null,
    isTest: ask.isTest ?? null,
    text: ask.text ?? null,
  };
}

function rangeOf({ createdAfter = 0, createdBefore }: OrderListAsk, after: OrderPlace | null): PlaceRange {
  const below = after ?? { created_at: createdBefore ?? Number.MAX_SAFE_INTEGER, order_id: '' };
  return { below, notBelow: { created_at: createdAfter, order_id: '' } };
}

function placeOf({ created_at, order_id }: ListedOrder): OrderPlace {
  return { created_at, order_id };
}
