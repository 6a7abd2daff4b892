import { buyerError, type BuyerError } from '../domain/buyer-words.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import { iso, type OrderView } from './order-view.js';

type Shown = 'order_id' | 'status' | 'progress' | 'message' | 'eta';
type ShownTimes = 'created_at' | 'forwarded_at' | 'completed_at' | 'updated_at';

/** An order as its buyer sees it: never inputs, metadata, attempts, or who the seller is. */
export interface SharedOrderView extends Pick<OrderView, Shown | ShownTimes> {
  tool_name: string;
  result: OrderView['result'] | null;
  error: BuyerError | null;
}

/** Names what is shown one by one: whatever an order's view gains later stays unseen until somebody decides otherwise. */
export function sharedView(order: OrderView, toolName: string): SharedOrderView {
  const { order_id, status, progress, message, eta, result = null } = order;
  const { created_at, forwarded_at, completed_at, updated_at } = order;
  return {
    ...{ order_id, tool_name: toolName, status, progress, message, eta, result },
    ...{ created_at, forwarded_at, completed_at, updated_at, error: buyerError(status, order.error) },
  };
}

/** An event as its buyer sees it; null for one that is no news to a buyer. */
export function sharedEventView(row: OrderEventRow): Record<string, unknown> | null {
  if (row.type !== 'status' && row.type !== 'progress') return null;
  const { event_id, type, from_status: from, to_status: to, progress, message } = row;
  return { event_id, at: iso(row.at), type, from, to, progress, message };
}
