import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderStore, WholeOrder } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { ChangeOrder } from './change-order.js';
import { notNow, orderOrNotFound } from './open-order.js';
import { forwardOf } from './new-order.js';
import type { SellerTools } from './seller-tools.js';

/** Sends a failed or expired order again, as its next run: a new deadline, a clean state, the history kept. */
export class RetryOrder {
  constructor(
    private readonly orders: OrderStore,
    private readonly tools: SellerTools,
    private readonly change: ChangeOrder,
    private readonly engine: WorkEngine,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** 409 where the order is not failed or expired, was erased, or its tool is deleted. */
  async retry(orderId: string, actor: string): Promise<WholeOrder> {
    const read = await this.orders.find(orderId);
    if (!read) throw Problem.notFound('order');
    const tool = await this.tools.find(read.short_id);
    if (!tool || tool.deleted) throw toolDeleted(read.short_id);
    return this.unit.run(async (tx) => {
      const order = await orderOrNotFound(this.orders, tx, orderId);
      if (!(await this.tools.exists(tx, order.short_id))) throw toolDeleted(order.short_id);
      if (order.erased_at !== null) throw notNow(order, 'its inputs were erased, so it cannot be sent again.');
      const now = this.clock.now();
      const clean = { progress: null, message: null, result: null, answer_hash: null, error: null, delivered_by: null };
      const anew = {
        run: order.run + 1,
        heard: 0,
        status_url: null,
        remote_id: null,
        forwarded_at: null,
        completed_at: null,
      };
      const patch = { ...clean, ...anew, deadline_at: now + order.deadline_s * 1000 };
      if (!(await this.change.apply(tx, order, 'retry', patch, { kind: 'retry', actor })))
        throw notNow(order, 'only a failed or expired order can be retried.');
      await this.engine.enqueue(tx, forwardOf({ order_id: orderId, run: order.run + 1 }, tool, now));
      return orderOrNotFound(this.orders, tx, orderId);
    });
  }
}

function toolDeleted(shortId: string): Problem {
  return new Problem(409, 'tool_deleted', `Tool ${shortId} was deleted: the order cannot be sent again.`);
}
