import type { Clock } from '../domain/clock.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderStore } from '../storage/order-store.js';
import type { ChangeOrder } from './change-order.js';
import type { ScheduleChecks } from './schedule-checks.js';
import type { SellerTools, ToolSettings } from './seller-tools.js';

const BATCH = 100;

/**
 * Expires orders whose deadline has passed. Those that are still being checked are left to their last check, which is due at
 * the deadline and expires them with its answer (contract, section 2, "Deadline").
 */
export class ExpireOrders {
  private running = false;

  constructor(
    private readonly orders: OrderStore,
    private readonly tools: SellerTools,
    private readonly checks: ScheduleChecks,
    private readonly change: ChangeOrder,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Answers how many expired. Runs once at a time. */
  async run(): Promise<number> {
    if (this.running) return 0;
    this.running = true;
    try {
      return await this.expireDue();
    } finally {
      this.running = false;
    }
  }

  private async expireDue(): Promise<number> {
    let expired = 0;
    for (;;) {
      const due = await this.orders.pastDeadline(this.clock.now(), BATCH);
      if (due.length === 0) return expired;
      const tools = await this.toolsOf(due);
      expired += await this.unit.run(async (tx) => {
        let changed = 0;
        for (const { order_id } of due) {
          const order = await this.orders.get(tx, order_id);
          // Retried in the meantime: its deadline has moved.
          if (!order || order.deadline_at > this.clock.now()) continue;
          // A tool may have got its status URL after this order was forwarded: its last check is still to come.
          const tool = tools.get(order.short_id);
          if (order.status === 'processing' && tool && (await this.checks.now(tx, order, tool))) continue;
          if (await this.change.apply(tx, order, 'expire', {}, { kind: 'deadline' })) changed += 1;
        }
        return changed;
      });
    }
  }

  private async toolsOf(due: readonly { short_id: string }[]): Promise<Map<string, ToolSettings>> {
    const tools = new Map<string, ToolSettings>();
    for (const shortId of new Set(due.map((order) => order.short_id))) {
      const tool = await this.tools.find(shortId);
      if (tool) tools.set(shortId, tool);
    }
    return tools;
  }
}
