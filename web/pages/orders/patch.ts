import type { InfiniteData } from '@tanstack/react-query';
import type { Answer } from '../../../src/client/client.ts';
import type { ListedOrder, OrderEvent } from '../../api/client.ts';
import type { OrdersSearch } from './search.ts';
import { isFinal } from './time-left.ts';

export type OrdersPageData = Answer<'/v1/orders', 'get'>;
export type OrdersData = InfiniteData<OrdersPageData, string | null>;

/**
 * What events say of orders that are shown: their rows as they are now, without those that no longer fit the filter. In one walk for
 * all of them, oldest event first: a busy server tells of hundreds a second.
 */
export function patchByEvents(data: OrdersData, events: readonly OrderEvent[], search: OrdersSearch): OrdersData {
  const byOrder = grouped(events);
  const fits = search.status === undefined ? null : new Set(search.status.split(','));
  return eachPage(data, (orders) => {
    if (!orders.some(({ order_id }) => byOrder.has(order_id))) return orders;
    return orders.flatMap((order) => {
      const now = (byOrder.get(order.order_id) ?? []).reduce(patched, order);
      return now !== order && fits !== null && !fits.has(now.status) ? [] : [now];
    });
  });
}

function grouped(events: readonly OrderEvent[]): ReadonlyMap<string, readonly OrderEvent[]> {
  const groups = new Map<string, OrderEvent[]>();
  for (const event of events) {
    const group = groups.get(event.order_id);
    if (group) group.push(event);
    else groups.set(event.order_id, [event]);
  }
  return groups;
}

function patched(order: ListedOrder, { to, progress, message, run, type, at }: OrderEvent): ListedOrder {
  // What was read after the event happened knows more than the event.
  if (type === 'note' || run < order.run || Date.parse(at) < Date.parse(order.updated_at)) return order;
  const status = (to ?? order.status) as ListedOrder['status'];
  const ended = isFinal({ status }) && !isFinal(order) ? { next_check_at: null, completed_at: at } : {};
  const revived = run > order.run ? { error: null, completed_at: null } : {};
  return { ...order, ...ended, ...revived, status, progress, message, run, updated_at: at };
}

function eachPage(data: OrdersData, change: (orders: ListedOrder[]) => ListedOrder[]): OrdersData {
  const pages = data.pages.map((page) => {
    const orders = change(page.orders);
    return orders === page.orders ? page : { ...page, orders };
  });
  return pages.every((page, i) => page === data.pages[i]) ? data : { ...data, pages };
}
