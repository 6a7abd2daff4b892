import { BATCH_CHECK_ORDERS } from '../domain/batch-answer.js';
import type { Clock } from '../domain/clock.js';
import { readOrderClass } from '../domain/order-class.js';
import { classKey } from '../domain/learned/class-key.js';
import { plannedChecks } from '../domain/planned-checks.js';
import { firstCheckAt, nextCheckAt, type NextCheck, type PlanInput } from '../domain/poll-plan.js';
import type { JsonValue } from '../domain/strict-json.js';
import { originOf } from '../domain/url-rules.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { OrderReading, OrderStore } from '../storage/order-store.js';
import type { WorkStore } from '../storage/work-store.js';
import { longUntil, NOT_LONG } from '../work/long-calls.js';
import type { WorkEngine } from '../work/work-engine.js';
import { newCheck, type CheckState } from './forward-state.js';
import type { LearnedTools } from './learned-tools.js';
import type { ToolSettings } from './seller-tools.js';
import type { StatusUrls } from './status-urls.js';

export interface CheckRules {
  /** V: cron expression of the sweep, UTC. */
  readonly sweepCron: string;
  readonly minIntervalMs: number;
}

/** What the last answer says of the next check. */
export interface CheckHints {
  readonly retryAfterMs: number | null;
  readonly nextCheckS: number | null;
  readonly etaS?: number | null;
}

const NO_HINTS: CheckHints = { retryAfterMs: null, nextCheckS: null };

/** The lane of everything that is called at one tool. */
export function laneOf(shortId: string): string {
  return `tool:${shortId}`;
}

/** Marks the state of a check that is to be a long one; where many orders are asked for at once, nobody waits for one of them. A plan that is changed counts from the next check that is laid down. */
export function markLong(
  state: CheckState,
  tool: ToolSettings,
  { deadline_at }: Pick<OrderReading, 'deadline_at'>,
): CheckState {
  const isLong = tool.poll.wait_s !== undefined && tool.statusBatchUrl === null;
  return isLong ? { ...state, ...longUntil(deadline_at) } : { ...state, ...NOT_LONG };
}

/** Lays down the first check of a run and works out the instants of the next, by the tool's plan. */
export class ScheduleChecks {
  constructor(
    private readonly engine: WorkEngine,
    private readonly rules: CheckRules,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly orders: Pick<OrderStore, 'inputsOf'>,
    readonly urls: StatusUrls,
    private readonly learned: Pick<LearnedTools, 'refresh' | 'planFor'>,
    private readonly work: Pick<WorkStore, 'stateOf'>,
  ) {}

  /** No two checks of an order are closer. */
  get minIntervalMs(): number {
    return this.rules.minIntervalMs;
  }

  /**
   * What a check remembers, with the class of its order where the tool's plan asks for one and it is not known yet: then the
   * inputs are read, so it is called before a transaction. A plan that asks for another key than before reads them again.
   * What `learned` goes by is then at hand as well.
   */
  async withClass(order: OrderReading, tool: ToolSettings, state: CheckState): Promise<CheckState> {
    const named = await this.nameClass(order, tool, state);
    if (tool.poll.strategy === 'learned') await this.learned.refresh(tool.shortId, classKey(named.class));
    return named;
  }

  private async nameClass(order: OrderReading, tool: ToolSettings, state: CheckState): Promise<CheckState> {
    const from = 'class_from' in tool.poll ? tool.poll.class_from : undefined;
    if (from === undefined || state.class?.from === from) return state;
    const inputs = JSON.parse(await this.orders.inputsOf(order.order_id)) as JsonValue;
    return { ...state, class: { from, value: readOrderClass(from, inputs, JSON.parse(order.metadata) as JsonValue) } };
  }

  /** After the forward: lays down the first check, where there is a URL to ask. `etaS`: of the seller's reply. */
  async first(tx: Tx, order: OrderReading, tool: ToolSettings, state: CheckState, etaS?: number): Promise<void> {
    const isDone = state.resultUrl !== undefined;
    const instant = isDone
      ? { at: this.clock.now(), bySweep: false, final: undefined }
      : firstCheckAt(tool.poll, this.input(order, tool, state, { ...NO_HINTS, etaS: etaS ?? null }));
    await this.lay(tx, order, tool, isDone || instant.final ? state : markLong(state, tool, order), instant);
  }

  /** A check at once, of an order that has none laid down; answers false where there is no URL to ask. */
  async now(tx: Tx, order: OrderReading, tool: ToolSettings): Promise<boolean> {
    return this.lay(tx, order, tool, newCheck(false), { at: this.clock.now(), bySweep: false });
  }

  /**
   * The seller has called back that the order is done, and where its result stands: the next check asks there, at once. What was known
   * of the order stays known; `completedMs`: when it was done.
   */
  async fetch(
    tx: Tx,
    order: OrderReading,
    tool: ToolSettings,
    done: { url: string; completedMs: number },
  ): Promise<void> {
    const text = await this.work.stateOf(tx, 'check', order.order_id);
    const known = text === null ? newCheck(false) : (JSON.parse(text) as CheckState);
    const state = { ...known, resultUrl: this.urls.seal(order.order_id, done.url), completedMs: done.completedMs };
    await this.engine.cancel(tx, order.order_id, ['check']);
    await this.lay(tx, order, tool, state, { at: this.clock.now() + this.minIntervalMs, bySweep: false });
  }

  /** After a check that ended nothing. */
  next(order: OrderReading, tool: ToolSettings, state: CheckState, hints: CheckHints): NextCheck {
    return nextCheckAt(tool.poll, this.input(order, tool, state, hints));
  }

  /** The instants of the next checks of an order that has one laid down (epoch milliseconds); call `withClass` before. */
  planned(order: OrderReading, tool: ToolSettings, state: CheckState): number[] {
    if (order.next_check_at === null) return [];
    return plannedChecks(tool.poll, this.input(order, tool, state, NO_HINTS), order.next_check_at);
  }

  private async lay(
    tx: Tx,
    order: OrderReading,
    tool: ToolSettings,
    state: CheckState,
    instant: { at: number; bySweep: boolean; final?: boolean | undefined },
  ): Promise<boolean> {
    const inBatches = tool.statusBatchUrl !== null && !state.resultUrl;
    const url = inBatches ? tool.statusBatchUrl : this.urls.next(order, tool, state);
    if (url === null) return false;
    return this.engine.enqueue(tx, {
      ...{ kind: 'check', subject: order.order_id, lane: laneOf(tool.shortId), lane_limit: tool.maxConcurrency },
      ...{ group_limit: inBatches ? BATCH_CHECK_ORDERS : 1 },
      ...{ origin: originOf(url), run: order.run, due_at: instant.at, by_sweep: instant.bySweep ? 1 : 0 },
      by_clock: instant.final ? 1 : 0,
      state: JSON.stringify(state),
    });
  }

  private input(order: OrderReading, tool: ToolSettings, state: CheckState, hints: CheckHints): PlanInput {
    const nowMs = this.clock.now();
    const { poll, shortId } = tool;
    const learned = poll.strategy === 'learned' ? this.learned.planFor(poll, shortId, classKey(state.class)) : null;
    return {
      ...{ nowMs, deadlineMs: order.deadline_at, startedMs: order.forwarded_at ?? nowMs, checksDone: state.checks },
      orderClass: state.class?.value ?? null,
      ...{ ...hints, ...this.rules, learned, random: this.random() },
    };
  }
}
