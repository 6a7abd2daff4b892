import { Problem } from '../domain/problem.js';
import type { StoredResult } from '../domain/result.js';
import type { AttemptStore } from '../storage/attempt-store.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderHistoryStore } from '../storage/order-history-store.js';
import type { OrderStore, WholeOrder } from '../storage/order-store.js';
import type { ChangeOrder } from './change-order.js';
import { notNow, orderOrNotFound } from './open-order.js';
import type { ScheduleMirrors } from './schedule-mirrors.js';

/** Takes a good result that came too late: opens the next run and completes it at once. */
export class AcceptLateResult {
  constructor(
    private readonly orders: OrderStore,
    private readonly attempts: AttemptStore,
    private readonly history: OrderHistoryStore,
    private readonly change: ChangeOrder,
    private readonly mirrors: ScheduleMirrors,
    private readonly unit: UnitOfWork,
  ) {}

  /** 404 for an attempt that the order does not have; 409 for one without a good result, and for a completed or open order. */
  async accept(orderId: string, attemptId: string, actor: string): Promise<WholeOrder> {
    const attempt = await this.attempts.find(attemptId);
    return this.unit.run(async (tx) => {
      const order = await orderOrNotFound(this.orders, tx, orderId);
      if (attempt?.order_id !== orderId) throw Problem.notFound('attempt of this order');
      const late = await this.history.lateResult(tx, orderId, attemptId);
      if (!late)
        throw new Problem(
          409,
          'no_late_result',
          `Attempt ${attemptId} brought no good result that came late: there is nothing to accept.`,
        );
      const patch = {
        ...{ run: order.run + 1, result: late.result, answer_hash: late.answer_hash, error: null, message: null },
        ...{ progress: 100, delivered_by: 'operator' },
      };
      if (!(await this.change.apply(tx, order, 'accept', patch, { kind: 'accept', attemptId, actor })))
        throw notNow(order, 'a late result can be accepted for a failed, expired or cancelled order only.');
      await this.mirrors.first(tx, { ...order, run: patch.run }, JSON.parse(late.result) as StoredResult);
      return orderOrNotFound(this.orders, tx, orderId);
    });
  }
}
