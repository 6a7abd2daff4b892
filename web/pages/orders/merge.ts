import type { ListedOrder } from '../../api/client.ts';
import type { OrdersData, OrdersPageData } from './patch.ts';

export interface Merged {
  readonly data: OrdersData;
  /** How many came above all that was shown. */
  readonly fresh: number;
}

/** So many rows that are older than the newest page make a page of their own: else the first would grow as long as one looks. */
const SPLIT = 100;

/**
 * A page as it was read again, laid over what is shown. Its rows are as the server has them now, those that no longer fit are gone, and
 * those that fit only now stand in their place; what lies beyond what was read stays. Null where so much came on top that what was
 * read does not reach down to what is shown: between them would be a gap.
 */
export function mergePage(data: OrdersData, index: number, read: OrdersPageData): Merged | null {
  const page = data.pages[index];
  if (!page) return { data, fresh: 0 };
  const above = data.pages
    .slice(0, index)
    .findLast(({ orders }) => orders.length > 0)
    ?.orders.at(-1);
  const below = data.pages.slice(index + 1).find(({ orders }) => orders.length > 0)?.orders[0];
  const first = data.pages.find(({ orders }) => orders.length > 0)?.orders[0];
  const last = read.orders.at(-1);
  if (index === 0 && first && last && read.next_cursor !== null && isBelow(first, last)) return null;
  const now = read.orders.filter((order) => (!above || isBelow(order, above)) && (!below || isBelow(below, order)));
  const isWhole = read.next_cursor === null || read.next_cursor === page.next_cursor;
  const kept = isWhole ? [] : page.orders.filter((order) => !last || isBelow(order, last));
  const pages = laidOver(data, index, { read, now, kept, isLast: below === undefined });
  const fresh = index === 0 && first ? now.filter((order) => isBelow(first, order)).length : 0;
  return { data: pages, fresh };
}

interface Parts {
  readonly read: OrdersPageData;
  readonly now: ListedOrder[];
  readonly kept: ListedOrder[];
  /** Nothing is shown below this page. */
  readonly isLast: boolean;
}

function laidOver(data: OrdersData, index: number, { read, now, kept, isLast }: Parts): OrdersData {
  const { pages, pageParams } = data;
  const page = pages[index]!;
  if (kept.length >= SPLIT)
    return {
      pages: pages.toSpliced(index, 1, { orders: now, next_cursor: read.next_cursor }, { ...page, orders: kept }),
      pageParams: pageParams.toSpliced(index + 1, 0, read.next_cursor),
    };
  // A last page that was read whole ends where the reading ended; any other goes on where it went on before.
  const endsAnew = isLast && index === pages.length - 1 && kept.length === 0;
  const next_cursor = endsAnew ? read.next_cursor : page.next_cursor;
  return { pages: pages.with(index, { orders: [...now, ...kept], next_cursor }), pageParams };
}

/** Without the pages after the first few: whoever reads the newest has no use for an hour of rows below. */
export function trimmed(data: OrdersData, most: number): OrdersData {
  if (data.pages.length <= most) return data;
  return { pages: data.pages.slice(0, most), pageParams: data.pageParams.slice(0, most) };
}

/** Which pages the rows from one index to another belong to. */
export function pagesOf({ pages }: OrdersData, from: number, to: number): number[] {
  let start = 0;
  return pages.flatMap(({ orders }, index) => {
    const begins = start;
    start += orders.length;
    return begins <= to && start > from ? [index] : [];
  });
}

/** Whether an order stands below another: newest first, then by id, as the server sorts. */
export function isBelow(order: ListedOrder, other: ListedOrder): boolean {
  // ISO-8601 in UTC with milliseconds sorts as text.
  if (order.created_at !== other.created_at) return order.created_at < other.created_at;
  return order.order_id < other.order_id;
}
