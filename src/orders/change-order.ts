import type { Clock } from '../domain/clock.js';
import { after, isFinal, type OrderChange, type OrderStatus } from '../domain/order.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { EventStore } from '../storage/event-store.js';
import type { OrderPatch, OrderReading, OrderStore } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { Notify } from './notify.js';

/** What caused a change, as the timeline tells it. */
export interface Cause {
  readonly kind:
    'intake' | 'forward' | 'check' | 'callback' | 'deadline' | 'cancel' | 'retry' | 'accept' | 'mirror' | 'replay';
  readonly attemptId?: string;
  /** The token that asked for it. */
  readonly actor?: string;
  /** Of a seller's final answer: the run that it speaks of, and when it says that it was done (epoch milliseconds). */
  readonly end?: { readonly run: number | null; readonly completedMs: number | null };
  /** Of a last check: when the seller said that it was still at work. */
  readonly atWorkAt?: number | undefined;
}

/** Who learns from orders that end, inside the transaction that ends them. */
export interface OrderEnds {
  ended(tx: Tx, order: OrderReading, change: OrderChange, cause: Cause): Promise<void>;
}

/** What a line on the timeline tells: a change of status, progress, or a remark that changes nothing. */
export type TimelineType = 'status' | 'progress' | 'note';

/** Who hears of committed changes: streams, waiting readers, metrics. */
export interface OrderWatch {
  changed(orderId: string, sellerId: string, status: OrderStatus, what: TimelineType): void;
}

const TOLD: Partial<Record<OrderChange, string>> = {
  acknowledge: 'order.processing',
  complete: 'order.completed',
  accept: 'order.completed',
  fail: 'order.failed',
  expire: 'order.expired',
  cancel: 'order.cancelled',
};

/**
 * The only writer of an order's status: one guarded update, one row on the timeline, one message to the marketplace, and the
 * end of the order's open work where the change is final; all in the caller's transaction.
 */
export class ChangeOrder {
  constructor(
    private readonly orders: OrderStore,
    private readonly events: EventStore,
    private readonly notify: Notify,
    private readonly engine: WorkEngine,
    private readonly clock: Clock,
    private readonly watch: OrderWatch,
    private readonly ends: OrderEnds,
  ) {}

  /** Makes the change where the rules allow it from the order's status as read; answers false where they do not. */
  async apply(tx: Tx, order: OrderReading, change: OrderChange, patch: OrderPatch, cause: Cause): Promise<boolean> {
    const from = order.status as OrderStatus;
    const to = after(from, change);
    if (to === null) return false;
    const now = this.clock.now();
    const whole: OrderPatch = { ...patch, status: to, ...(isFinal(to) ? { completed_at: now } : {}) };
    // The row was read in this transaction; on a database with other writers the guard may still miss, and the unit is thrown away.
    if (!(await this.orders.change(tx, order.order_id, order.version, whole, now)))
      throw new Error('The order changed under the transaction.');
    if (isFinal(to)) await this.ends.ended(tx, order, change, cause);
    if (isFinal(to)) await this.engine.cancel(tx, order.order_id, ['forward', 'check']);
    const changed = await this.reread(tx, order.order_id);
    await this.record(tx, changed, 'status', { from, to }, cause);
    const event = TOLD[change];
    if (event !== undefined) await this.notify.order(tx, changed, event);
    tx.afterCommit(() => this.watch.changed(order.order_id, order.seller_id, to, 'status'));
    return true;
  }

  /** Keeps progress and message of an order under way; nothing is written where they are as before. */
  async progress(
    tx: Tx,
    order: OrderReading,
    said: { progress: number | null; message: string | null },
    cause: Cause,
  ): Promise<boolean> {
    const progress = said.progress ?? order.progress;
    const message = said.message ?? order.message;
    if (progress === order.progress && message === order.message) return false;
    if (!(await this.orders.change(tx, order.order_id, order.version, { progress, message }, this.clock.now())))
      throw new Error('The order changed under the transaction.');
    const changed = await this.reread(tx, order.order_id);
    await this.record(tx, changed, 'progress', { from: null, to: null }, cause);
    await this.notify.progress(tx, changed);
    tx.afterCommit(() => this.watch.changed(order.order_id, order.seller_id, order.status as OrderStatus, 'progress'));
    return true;
  }

  /** The order was sent once more, and this time it arrived; it goes on as it was. */
  async sentAnew(tx: Tx, order: OrderReading, patch: OrderPatch): Promise<void> {
    if (!(await this.orders.change(tx, order.order_id, order.version, patch, this.clock.now())))
      throw new Error('The order changed under the transaction.');
  }

  /** The order is given more time; a line on the timeline says why. */
  async extend(tx: Tx, order: OrderReading, deadlineAt: number, message: string, cause: Cause): Promise<void> {
    const patch = { deadline_at: deadlineAt };
    if (!(await this.orders.change(tx, order.order_id, order.version, patch, this.clock.now())))
      throw new Error('The order changed under the transaction.');
    await this.note(tx, order, message, cause);
  }

  /** Keeps the result of a completed order in another form: the same answer still, so the marketplace is told nothing. */
  async rewriteResult(tx: Tx, order: OrderReading, result: string, message: string, cause: Cause): Promise<void> {
    if (!(await this.orders.change(tx, order.order_id, order.version, { result }, this.clock.now())))
      throw new Error('The order changed under the transaction.');
    await this.note(tx, order, message, cause);
  }

  /** A line on the timeline that changes nothing. */
  async note(tx: Tx, order: OrderReading, message: string, cause: Cause): Promise<void> {
    // So that an order's events are written one after the other, whoever writes them.
    await this.orders.hold(tx, order.order_id);
    await this.record(tx, { ...order, message }, 'note', { from: null, to: null }, cause);
    tx.afterCommit(() => this.watch.changed(order.order_id, order.seller_id, order.status as OrderStatus, 'note'));
  }

  /** The first line of the timeline. */
  async received(tx: Tx, order: OrderReading, cause: Cause): Promise<void> {
    await this.record(tx, order, 'status', { from: null, to: 'received' }, cause);
    tx.afterCommit(() => this.watch.changed(order.order_id, order.seller_id, 'received', 'status'));
  }

  private async reread(tx: Tx, orderId: string): Promise<OrderReading> {
    const order = await this.orders.get(tx, orderId);
    if (!order) throw new Error('An order vanished in its own transaction.');
    return order;
  }

  private async record(
    tx: Tx,
    order: OrderReading,
    type: TimelineType,
    step: { from: OrderStatus | null; to: OrderStatus | null },
    cause: Cause,
  ): Promise<void> {
    await this.events.add(tx, {
      ...{ order_id: order.order_id, seller_id: order.seller_id, run: order.run, at: this.clock.now(), type },
      ...{ from_status: step.from, to_status: step.to, progress: order.progress, message: order.message },
      ...{ cause_kind: cause.kind, cause_attempt_id: cause.attemptId ?? null, cause_actor: cause.actor ?? null },
    });
  }
}
