import { setImmediate } from 'node:timers/promises';
import { statusesFor, type BulkAction } from '../../domain/bulk.js';
import type { OrderStatus } from '../../domain/order.js';
import type {
  ListedOrder,
  OrderFilter,
  OrderListQuery,
  OrderPlace,
  PlaceRange,
} from '../../storage/order-list-query.js';
import { walkInWindows, type Found } from '../../storage/walk-in-windows.js';
import { ID_START } from '../list-orders.js';

/** Which orders an action is for; what is left out is not asked for. As it was written by its caller, and is stored. */
export interface BulkFilter {
  /** Comma list. */
  readonly status?: string;
  readonly short_id?: string;
  readonly seller_id?: string;
  readonly is_test?: boolean;
  readonly created_after?: string;
  readonly created_before?: string;
  readonly q?: string;
  readonly order_ids?: readonly string[];
}

/** The orders of an action: those that fit its filter and that it can apply to, newest first. */
export interface Match {
  readonly filter: OrderFilter;
  readonly range: PlaceRange;
}

export interface MatchAsk {
  readonly action: BulkAction;
  readonly filter: BulkFilter;
  /** Whose orders alone; null: everybody's. */
  readonly sellerId: string | null;
  /** Epoch milliseconds: no order placed after this. */
  readonly until: number;
}

/** Rows passed between two turns of the event loop. */
const WINDOW = 2_000;

/** Finds and counts the orders of an action, in short steps along one index, so that nobody waits for it. */
export class MatchOrders {
  constructor(private readonly query: OrderListQuery) {}

  /** Null where no order can be one of them. */
  async of({ action, filter, sellerId, until }: MatchAsk): Promise<Match | null> {
    const asked = filter.status?.split(',').map((word) => word.trim() as OrderStatus);
    const statuses = statusesFor(action, asked);
    if (statuses.length === 0 || (sellerId !== null && (filter.seller_id ?? sellerId) !== sellerId)) return null;
    const found: OrderFilter = {
      ...{ statuses, shortId: filter.short_id ?? null, sellerId: sellerId ?? filter.seller_id ?? null },
      ...{ isTest: filter.is_test ?? null, text: filter.q ?? null, isChecked: action === 'check' },
      ...(filter.order_ids ? { orderIds: filter.order_ids.map((id) => id.toLowerCase()) } : {}),
    };
    const range = rangeOf(filter, until);
    return { filter: { ...found, isIdStart: await this.isIdStart(found, range) }, range };
  }

  async count(match: Match | null): Promise<number> {
    if (match === null) return 0;
    const { filter, range } = match;
    let count = 0;
    for (let below = range.below; ;) {
      const end = await this.query.windowEnd(filter, { ...range, below }, WINDOW);
      count += await this.query.count(filter, { below, notBelow: end ?? range.notBelow });
      if (end === null) return count;
      below = end;
      await setImmediate();
    }
  }

  /** Up to `limit` of them behind a place (null: the first). Where few of many fit, a page may be short, and still not the last. */
  page({ filter, range }: Match, after: OrderPlace | null, limit: number): Promise<Found<ListedOrder, OrderPlace>> {
    const { query } = this;
    const walk = {
      windowEnd: (below: OrderPlace, size: number) => query.windowEnd(filter, { ...range, below }, size),
      rows: (below: OrderPlace, end: OrderPlace | null, most: number) =>
        query.rows(filter, { below, notBelow: end ?? range.notBelow }, most),
      placeOf: ({ created_at, order_id }: ListedOrder) => ({ created_at, order_id }),
    };
    return walkInWindows(walk, after ?? range.below, limit);
  }

  /** A text that begins the id of any order is read as that, as the list of orders reads it. */
  private async isIdStart(filter: OrderFilter, range: PlaceRange): Promise<boolean> {
    if (filter.text === null || !ID_START.test(filter.text)) return false;
    const any = { ...filter, statuses: null, isChecked: false };
    return (await this.query.rowsByIdStart(any, range, 1)).length > 0;
  }
}

function rangeOf({ created_after, created_before }: BulkFilter, until: number): PlaceRange {
  const end = Math.min(until + 1, created_before === undefined ? Infinity : Date.parse(created_before));
  const begin = created_after === undefined ? 0 : Date.parse(created_after);
  return { below: { created_at: end, order_id: '' }, notBelow: { created_at: begin, order_id: '' } };
}
