import { setImmediate } from 'node:timers/promises';
import type { Caller } from '../domain/caller.js';
import type { OrderStatus } from '../domain/order.js';
import type { ListedOrder, OrderFilter, OrderListQuery, OrderPlace, PlaceRange } from '../storage/order-list-query.js';
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

interface Found {
  readonly rows: ListedOrder[];
  readonly next: OrderPlace | null;
}

/** Orders passed between two turns of the event loop, and for one page at most: a page may be short where few of many fit. */
const WINDOW = 2_000;
const MOST_WINDOWS = 25;
const EXPORT_PAGE = 500;

/** At least this much of an id, and its orders are looked up by id. */
const ID_START = /^[0-9a-f]{8}(?:-|-[0-9a-f-]{1,27})?$/i;

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

  private async find(filter: OrderFilter, range: PlaceRange, limit: number): Promise<Found> {
    if (filter.text !== null && ID_START.test(filter.text)) {
      const named = await this.query.rowsByIdStart(filter, range, limit + 1);
      if (named.length > 0) return cut(named, limit);
    }
    if (this.query.fitsAll(filter)) return cut(await this.query.rows(filter, range, limit + 1), limit);
    return this.walk(filter, range, limit);
  }

  /** Window by window, so that nobody waits for a list in which little fits. */
  private async walk(filter: OrderFilter, range: PlaceRange, limit: number): Promise<Found> {
    const found: ListedOrder[] = [];
    let { below } = range;
    for (let windows = 0; windows < MOST_WINDOWS; windows++) {
      const end = await this.query.windowEnd(filter, { ...range, below }, WINDOW);
      const window = { below, notBelow: end ?? range.notBelow };
      found.push(...(await this.query.rows(filter, window, limit + 1 - found.length)));
      if (found.length > limit || end === null) return cut(found, limit);
      below = end;
      await setImmediate();
    }
    return { rows: found, next: below };
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

/** `rows` has one more than fits where there is a next page. */
function cut(rows: ListedOrder[], limit: number): Found {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next = last === undefined ? null : { created_at: last.created_at, order_id: last.order_id };
  return { rows: rows.slice(0, limit), next };
}
