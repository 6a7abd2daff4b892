import type { OrderReading } from '../storage/order-store.js';

/** Whether an answer says only what the order holds already. */
export function isOldNews(order: OrderReading, said: { progress: number | null; message: string | null }): boolean {
  return (
    (said.progress === null || said.progress === order.progress) &&
    (said.message === null || said.message === order.message)
  );
}
