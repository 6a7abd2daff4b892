import { Problem } from '../domain/problem.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { OrderReading, OrderStore, WholeOrder } from '../storage/order-store.js';

/** The order as this transaction sees it, or 404. */
export async function orderOrNotFound(orders: OrderStore, tx: Tx, orderId: string): Promise<WholeOrder> {
  const order = await orders.getWhole(tx, orderId);
  if (!order) throw Problem.notFound('order');
  return order;
}

/** 409 for a call that the order's state does not allow. */
export function notNow(order: OrderReading, what: string): Problem {
  return new Problem(409, 'wrong_state', `Order ${order.order_id} is ${order.status}: ${what}`);
}
