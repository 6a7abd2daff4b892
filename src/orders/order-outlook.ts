import type { Clock } from '../domain/clock.js';
import { classKey } from '../domain/learned/class-key.js';
import { etaAfter, type Eta } from '../domain/learned/eta.js';
import type { OrderReading } from '../storage/order-store.js';
import type { WorkStore } from '../storage/work-store.js';
import { newCheck, type CheckState } from './forward-state.js';
import type { LearnedTools } from './learned-tools.js';
import { isoOrNull } from './order-view.js';
import type { ScheduleChecks } from './schedule-checks.js';
import type { SellerTools } from './seller-tools.js';

const MINUTE_MS = 60_000;

/** What lies ahead of an order. */
export interface Outlook {
  readonly eta: Eta | null;
  /** ISO instants, at most ten. */
  readonly planned_checks: string[];
}

const NOTHING: Outlook = { eta: null, planned_checks: [] };

/** Tells of one order under way how long it takes, from what its tool's past orders took, and when its seller is asked. */
export class OrderOutlook {
  constructor(
    private readonly tools: Pick<SellerTools, 'find'>,
    private readonly work: Pick<WorkStore, 'find'>,
    private readonly checks: Pick<ScheduleChecks, 'withClass' | 'planned'>,
    private readonly learned: Pick<LearnedTools, 'refresh' | 'of'>,
    private readonly clock: Clock,
  ) {}

  async of(order: OrderReading): Promise<Outlook> {
    if (order.status !== 'processing') return NOTHING;
    const tool = await this.tools.find(order.short_id);
    if (!tool) return NOTHING;
    const check = await this.work.find('check', order.order_id);
    const stored = check === null ? null : (JSON.parse(check.state) as CheckState);
    const state = await this.checks.withClass(order, tool, stored ?? newCheck(false));
    const planned = check === null ? [] : this.checks.planned(order, tool, state);
    return { eta: await this.eta(order, stored, classKey(state.class)), planned_checks: planned.flatMap(toIso) };
  }

  /**
   * Of the orders that were still at work when this one was last known to be. That is the last answer that said so, so that
   * what is told stays the same between two checks; for an order that is not asked about it is now, to the minute, since its
   * seller calls when it is done.
   */
  private async eta(order: OrderReading, state: CheckState | null, ofClass: string | null): Promise<Eta | null> {
    const { short_id: shortId, forwarded_at: forwardedAt } = order;
    if (forwardedAt === null) return null;
    await this.learned.refresh(shortId, ofClass);
    const known = this.learned.of(shortId, ofClass);
    if (known === null) return null;
    const waitedMs = Math.floor((this.clock.now() - forwardedAt) / MINUTE_MS) * MINUTE_MS;
    const atWorkMs = state === null ? waitedMs : (state.atWorkAt ?? forwardedAt) - forwardedAt;
    return etaAfter(known.distribution, known.sample, Math.max(0, atWorkMs) / 1_000);
  }
}

function toIso(instant: number): string[] {
  const text = isoOrNull(instant);
  return text === null ? [] : [text];
}
