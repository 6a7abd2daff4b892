import type { RoundtripClient } from '../../client/client.js';
import { isOver, type DemoOrder } from './order.js';
import type { DemoSeller } from './sellers/seller.js';

/** The orders that did not end as their seller should make them end, a sentence each; asked of the server itself. */
export async function judgeEnds(
  api: RoundtripClient,
  orderIds: readonly string[],
  sellers: readonly DemoSeller[],
): Promise<string[]> {
  const orders = await Promise.all(
    orderIds.map((order_id) => api.get('/v1/orders/{order_id}', { path: { order_id } })),
  );
  return orders.flatMap((order) => problemWith(order, sellers) ?? []);
}

function problemWith(order: DemoOrder, sellers: readonly DemoSeller[]): string | null {
  const ends = sellers.find((seller) => seller.shortId === order.short_id)?.ends;
  if (ends && order.status === ends.status && order.delivered_by === ends.deliveredBy) return null;
  const should = ends ? `${ends.status} by ${ends.deliveredBy}` : 'unknown';
  const is = isOver(order) ? `${order.status} by ${order.delivered_by ?? 'nobody'}` : `still ${order.status}`;
  const why = order.error === null ? '' : ` (${order.error.code}: ${order.error.message})`;
  return `${order.order_id} of ${order.short_id} should be ${should} and is ${is}${why}.`;
}
