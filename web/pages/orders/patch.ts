import type { InfiniteData } from '@tanstack/react-query';
import type { Answer } from '../../../src/client/client.ts';
import type { ListedOrder, OrderEvent } from '../../api/client.ts';
import type { OrdersSearch } from './search.ts';

export type OrdersPageData = Answer<'/v1/orders', 'get'>;
export type OrdersData = InfiniteData<OrdersPageData, string | null>;

/** What an event says of an order that is shown: its row as it is now; gone where it no longer fits the filter. */
export function patchByEvent(data: OrdersData, event: OrderEvent, search: OrdersSearch): OrdersData {
  const leaves = event.to !== null && search.status !== undefined && !search.status.split(',').includes(event.to);
  return eachPage(data, (orders) => {
    const at = orders.findIndex(({ order_id }) => order_id === event.order_id);
    if (at === -1) return orders;
    return leaves ? orders.toSpliced(at, 1) : orders.with(at, patched(orders[at]!, event));
  });
}

/**
 * The newest page as it was read again, laid over what is shown: its rows are as they are now, new ones stand on top. Null where nothing
 * that is shown is in it any more: then so much came that all must be read again.
 */
export function layOver(data: OrdersData, newest: readonly ListedOrder[]): { data: OrdersData; fresh: number } | null {
  const shown = new Set(data.pages.flatMap(({ orders }) => orders.map(({ order_id }) => order_id)));
  const fresh = newest.filter(({ order_id }) => !shown.has(order_id));
  if (fresh.length === newest.length && shown.size > 0 && newest.length > 0) return null;
  const now = new Map(newest.map((order) => [order.order_id, order]));
  const over = eachPage(data, (orders) =>
    orders.some(({ order_id }) => now.has(order_id)) ? orders.map((order) => now.get(order.order_id) ?? order) : orders,
  );
  const [first, ...rest] = over.pages;
  if (!first || fresh.length === 0) return { data: over, fresh: 0 };
  return {
    data: { ...over, pages: [{ ...first, orders: [...fresh, ...first.orders] }, ...rest] },
    fresh: fresh.length,
  };
}

function patched(order: ListedOrder, { to, progress, message, run, type }: OrderEvent): ListedOrder {
  if (type === 'note') return order;
  return { ...order, ...(to === null ? {} : { status: to as ListedOrder['status'] }), progress, message, run };
}

function eachPage(data: OrdersData, change: (orders: ListedOrder[]) => ListedOrder[]): OrdersData {
  const pages = data.pages.map((page) => {
    const orders = change(page.orders);
    return orders === page.orders ? page : { ...page, orders };
  });
  return pages.every((page, i) => page === data.pages[i]) ? data : { ...data, pages };
}
