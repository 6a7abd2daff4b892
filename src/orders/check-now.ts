import type { Clock } from '../domain/clock.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import { Problem } from '../domain/problem.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderStore, WholeOrder } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import { notNow, orderOrNotFound } from './open-order.js';
import type { ScheduleChecks } from './schedule-checks.js';
import type { SellerTools } from './seller-tools.js';

/** Looks now, instead of at the next instant of the plan. A check that is under way counts as that look. */
export class CheckNow {
  constructor(
    private readonly orders: OrderStore,
    private readonly tools: SellerTools,
    private readonly engine: WorkEngine,
    private readonly checks: ScheduleChecks,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** 409 where the order is final, has not been forwarded yet, or has no status URL. */
  async check(orderId: string): Promise<WholeOrder> {
    const read = await this.orders.find(orderId);
    if (!read) throw Problem.notFound('order');
    const tool = await this.tools.find(read.short_id);
    if (isFinal(read.status as OrderStatus)) throw notNow(read, 'only an order that is not final can be checked.');
    const hasWay = tool && (tool.statusBatchUrl !== null || this.checks.urls.of(read, tool) !== null);
    if (!tool || (!hasWay && read.next_check_at === null))
      throw new Problem(
        409,
        'no_status_url',
        `Tool ${read.short_id} has no status URL: the order ends by the seller's callback or at its deadline.`,
      );
    return this.unit.run(async (tx) => {
      const order = await orderOrNotFound(this.orders, tx, orderId);
      if (order.status !== 'processing') throw notNow(order, 'it can be checked once the seller has it.');
      // A tool may have got its status URL after this order was forwarded: then there is no check to move.
      if (order.next_check_at === null) await this.checks.now(tx, order, tool);
      else await this.engine.moveTo(tx, 'check', orderId, this.clock.now());
      return orderOrNotFound(this.orders, tx, orderId);
    });
  }
}
