import type { Clock } from '../domain/clock.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { ForgetFiles } from '../storage/forget-files.js';
import type { NotificationStore } from '../storage/notification-store.js';
import type { OrderStore } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import { notNow, orderOrNotFound } from './open-order.js';

/** Erases what people and sellers put into a final order; the row stays as a tombstone, so that its id is never used again. */
export class EraseOrder {
  constructor(
    private readonly orders: OrderStore,
    private readonly notifications: NotificationStore,
    private readonly files: ForgetFiles,
    private readonly engine: Pick<WorkEngine, 'cancel'>,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** 409 unless final. `note` is written in the same transaction. */
  async erase(orderId: string, note: (tx: Tx) => Promise<void> = async () => {}): Promise<void> {
    await this.unit.run(async (tx) => {
      const order = await orderOrNotFound(this.orders, tx, orderId);
      if (!isFinal(order.status as OrderStatus)) throw notNow(order, 'cancel it before it is erased.');
      await this.orders.erase(tx, orderId, this.clock.now());
      await this.notifications.erase(tx, orderId);
      await this.files.doomOrder(tx, orderId);
      await this.engine.cancel(tx, orderId, ['mirror']);
      await note(tx);
    });
    await this.files.removeDoomed();
  }
}
