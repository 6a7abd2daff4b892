import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';

/** Whether the order is still at work at its seller's, in the run that the work belongs to. */
export function isAtWork(order: OrderReading | null, work: WorkRow): order is OrderReading {
  return order?.run === work.run && order.status === 'processing';
}
