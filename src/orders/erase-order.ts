import type { Clock } from '../domain/clock.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import type { StoredResult } from '../domain/result.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { FileStore } from '../storage/files/file-store.js';
import type { NotificationStore } from '../storage/notification-store.js';
import type { OrderHistoryStore } from '../storage/order-history-store.js';
import type { OrderStore } from '../storage/order-store.js';
import { notNow, orderOrNotFound } from './open-order.js';

/** Erases what people and sellers put into a final order; the row stays as a tombstone, so that its id is never used again. */
export class EraseOrder {
  constructor(
    private readonly orders: OrderStore,
    private readonly history: OrderHistoryStore,
    private readonly notifications: NotificationStore,
    private readonly files: FileStore,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** 409 unless final. `note` is written in the same transaction. */
  async erase(orderId: string, note: (tx: Tx) => Promise<void> = async () => {}): Promise<void> {
    const keys = await this.unit.run(async (tx) => {
      const order = await orderOrNotFound(this.orders, tx, orderId);
      if (!isFinal(order.status as OrderStatus)) throw notNow(order, 'cancel it before it is erased.');
      const late = await this.history.lateResults(orderId);
      const results = [order.result, ...late.map((row) => row.result)].filter((result) => result !== null);
      await this.orders.erase(tx, orderId, this.clock.now());
      await this.notifications.erase(tx, orderId);
      await note(tx);
      return results.flatMap(keysOf);
    });
    for (const key of keys) await this.files.remove(key);
  }
}

function keysOf(result: string): string[] {
  return (JSON.parse(result) as StoredResult).files.flatMap((file) => (file.key === null ? [] : [file.key]));
}
