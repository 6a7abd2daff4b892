import { nextTick } from './cron-ticks.js';
import type { InstantPlan } from './learned/plan-instants.js';
import { learnedWaitMs } from './learned-wait.js';
import { firstGapMs, gapMs, timeoutMs } from './plan-gaps.js';
import type { PlanRetry } from './plan-retry.js';

export { checkPlan, type PlanCheck } from './check-plan.js';

interface PlanLimits {
  /** Seconds from the forward's answer after which no check is made but the one at the deadline. */
  readonly timeout_s?: number;
  /** Checks after which no check is made but the one at the deadline. */
  readonly max_checks?: number;
  /** Tries within one check, where the network failed it; none where it is left out. */
  readonly retry?: PlanRetry;
  /** Long checks: seconds that the seller may hold a check's answer back, until there is something new (`long-check.ts`). */
  readonly wait_s?: number;
}
interface Spread {
  /** 0 to 0.5: the part of a gap by which it is made shorter or longer at random. */
  readonly jitter: number;
}

/** How orders of one class are asked about: first after `initial_s`, then every `interval_s`, for `timeout_s` at most. */
export interface PlanClass {
  readonly initial_s: number;
  readonly interval_s: number;
  readonly timeout_s?: number;
}

export type FixedPlan = {
  readonly strategy: 'fixed';
  readonly initial_s: number;
  readonly interval_s: number;
} & Spread &
  PlanLimits;
/** The first check after `initial_s`; gap k after it (k = 0, 1, ...) is min(interval_s × multiplier^k, max_interval_s). */
export type ExponentialPlan = {
  readonly strategy: 'exponential';
  readonly initial_s: number;
  readonly interval_s: number;
  readonly multiplier: number;
  readonly max_interval_s: number;
} & Spread &
  PlanLimits;
/** Each order is asked about as its class says: the class named by `class_from`, a key of its inputs or metadata, else `default`. */
export type AdaptivePlan = {
  readonly strategy: 'adaptive';
  readonly classes: Readonly<Record<string, PlanClass>>;
  readonly class_from: string;
  readonly default: string;
} & Spread &
  PlanLimits;

/**
 * The instants that make the expected waiting least at `budget` checks per order on average, from what the tool's own orders
 * took; with `class_from`, from those of the order's class. Like `exponential` until enough of them are known.
 */
export type LearnedPlan = {
  readonly strategy: 'learned';
  readonly budget: number;
  /**
   * No gap between two checks is longer; nor over an hour before the order has taken ten times as long as nearly all of the
   * tool's do.
   */
  readonly max_interval_s: number;
  readonly class_from?: string;
} & Spread &
  PlanLimits;

/** When to ask a seller again (contract, section 7). The shape on the wire and in the database; seconds may be fractions. */
export type PollPlan =
  ({ readonly strategy: 'sweep' } & PlanLimits) | FixedPlan | ExponentialPlan | AdaptivePlan | LearnedPlan;

/** The plan of a tool that names none. */
export const DEFAULT_PLAN: PollPlan = { strategy: 'sweep' };

/** All instants are epoch milliseconds. `nowMs` is the instant of the answer that the wait counts from. */
export interface PlanInput {
  readonly nowMs: number;
  readonly deadlineMs: number;
  /** When the answer to the forward came; `timeout_s` counts from it. */
  readonly startedMs: number;
  /** Checks made so far in this run, those by hand included; the one just answered too. */
  readonly checksDone: number;
  /** The class that the order names, for `adaptive`; null where it names none. */
  readonly orderClass: string | null;
  /** The wait that the answer's `Retry-After` asks for: a floor. */
  readonly retryAfterMs: number | null;
  /** The answer's `next_check_s`: it sets the instant, sooner or later than the plan. */
  readonly nextCheckS: number | null;
  /** The answer's `eta_s`: when the seller expects to be done. A hint, to `learned` only. */
  readonly etaS?: number | null;
  /** For `learned`: the instants worked out from the tool's durations; null under LEAST_SAMPLES of them. */
  readonly learned?: InstantPlan | null;
  /** `MIN_CHECK_INTERVAL_S`: no two checks of an order are closer, whatever plan, header or answer say. */
  readonly minIntervalMs: number;
  readonly sweepCron: string;
  /** From 0 up to 1. */
  readonly random: number;
}

/** `bySweep`: due at a tick of the sweep, and counted there. `final`: the check at the deadline; none comes after it. */
export type NextCheck =
  | { readonly at: number; readonly bySweep: boolean; readonly final?: undefined }
  | { readonly at: number; readonly bySweep: false; readonly final: true };

/** The first check, counted from the forward's answer. No check came before it, so `minIntervalMs` does not hold it back. */
export function firstCheckAt(plan: PollPlan, input: PlanInput): NextCheck {
  return checkAt(plan, input, firstGapMs(plan, input.orderClass), input.nowMs);
}

/** The check after one whose answer came at `nowMs` and ended nothing. */
export function nextCheckAt(plan: PollPlan, input: PlanInput): NextCheck {
  return checkAt(plan, input, gapMs(plan, input.orderClass, input.checksDone), input.nowMs + input.minIntervalMs);
}

/** `gap` in milliseconds; null: at the next tick of the sweep. */
function checkAt(plan: PollPlan, input: PlanInput, gap: number | null, earliest: number): NextCheck {
  const atDeadline = { at: input.deadlineMs, bySweep: false, final: true } as const;
  if (plan.max_checks !== undefined && input.checksDone >= plan.max_checks) return atDeadline;
  const next = wantedAt(plan, input, gap, Math.max(earliest, input.nowMs + (input.retryAfterMs ?? 0)));
  const timeoutAt = input.startedMs + timeoutMs(plan, input.orderClass);
  return next.at >= input.deadlineMs || next.at > timeoutAt ? atDeadline : next;
}

/** The instant by the answer, else by the plan, never before `floor`. */
function wantedAt(plan: PollPlan, input: PlanInput, gap: number | null, floor: number): NextCheck {
  const after = (waitMs: number): NextCheck => ({
    at: Math.ceil(Math.max(floor, input.nowMs + waitMs)),
    bySweep: false,
  });
  if (input.nextCheckS !== null) return after(input.nextCheckS * 1_000);
  if (plan.strategy === 'sweep' || gap === null)
    return { at: nextTick(input.sweepCron, Math.max(input.nowMs, floor - 1)), bySweep: true };
  if (plan.strategy === 'learned') return after(learnedWaitMs(plan, input, gap));
  return after(gap * (1 + plan.jitter * (2 * input.random - 1)));
}
