import type { Caller } from '../domain/caller.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WholeOrder } from '../storage/order-store.js';
import type { AcceptLateResult } from './accept-late-result.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import type { CancelOrder } from './cancel-order.js';
import type { CheckNow } from './check-now.js';
import type { EraseOrder } from './erase-order.js';
import type { ReadOrders } from './read-orders.js';
import type { RetryOrder } from './retry-order.js';

export interface ActOnOrdersParts {
  readonly read: ReadOrders;
  readonly checkNow: CheckNow;
  readonly cancel: CancelOrder;
  readonly retry: RetryOrder;
  readonly acceptLate: AcceptLateResult;
  readonly erase: EraseOrder;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
}

/** What people do to an order by hand: each call finds the order as its caller may see it, acts, and notes who did, all or nothing. */
export class ActOnOrders {
  constructor(private readonly parts: ActOnOrdersParts) {}

  check(asker: Asker, orderId: string): Promise<WholeOrder> {
    return this.act(asker, orderId, 'order.check_asked', null, (id) => this.parts.checkNow.check(id));
  }

  cancel(asker: Asker, orderId: string): Promise<WholeOrder> {
    return this.act(asker, orderId, 'order.cancelled', null, (id, actor) => this.parts.cancel.cancel(id, actor));
  }

  retry(asker: Asker, orderId: string): Promise<WholeOrder> {
    return this.act(asker, orderId, 'order.retried', null, (id, actor) => this.parts.retry.retry(id, actor));
  }

  acceptLate(asker: Asker, orderId: string, attemptId: string): Promise<WholeOrder> {
    const details = { attempt_id: attemptId };
    return this.act(asker, orderId, 'order.late_result_accepted', details, (id, actor) =>
      this.parts.acceptLate.accept(id, attemptId, actor),
    );
  }

  /** Its files are removed after the commit, so it is no step inside a unit of ours: it notes inside its own. */
  async erase(asker: Asker, orderId: string): Promise<void> {
    const { order_id } = await this.parts.read.find(asker.caller, orderId);
    await this.parts.erase.erase(order_id, (tx) => this.note(tx, asker, 'order.erased', order_id, null));
  }

  /** The step's own unit joins ours: what it writes and the note of it stay or go together. */
  private async act(
    asker: Asker,
    orderId: string,
    action: string,
    details: Readonly<Record<string, unknown>> | null,
    step: (orderId: string, actor: Caller['name']) => Promise<WholeOrder>,
  ): Promise<WholeOrder> {
    const { order_id } = await this.parts.read.find(asker.caller, orderId);
    return this.parts.unit.run(async (tx) => {
      const order = await step(order_id, asker.caller.name);
      await this.note(tx, asker, action, order_id, details);
      return order;
    });
  }

  private note(
    tx: Tx,
    { caller, requestId }: Asker,
    action: string,
    orderId: string,
    details: Readonly<Record<string, unknown>> | null,
  ): Promise<void> {
    return this.parts.audit.record(tx, caller, action, orderId, details, requestId);
  }
}
