import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderStore, WholeOrder } from '../storage/order-store.js';
import type { ChangeOrder } from './change-order.js';
import { notNow, orderOrNotFound } from './open-order.js';

/** Ends an order by hand. A call in flight is not aborted and the seller is not told; its answer will be `late`. */
export class CancelOrder {
  constructor(
    private readonly orders: OrderStore,
    private readonly change: ChangeOrder,
    private readonly unit: UnitOfWork,
  ) {}

  /** 409 where the order is final. */
  async cancel(orderId: string, actor: string): Promise<WholeOrder> {
    return this.unit.run(async (tx) => {
      const order = await orderOrNotFound(this.orders, tx, orderId);
      if (!(await this.change.apply(tx, order, 'cancel', {}, { kind: 'cancel', actor })))
        throw notNow(order, 'only an order that is not final can be cancelled.');
      return orderOrNotFound(this.orders, tx, orderId);
    });
  }
}
