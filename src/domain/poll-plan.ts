import { nextTick } from './cron-ticks.js';

export { checkPlan, type PlanCheck } from './check-plan.js';

interface PlanLimits {
  /** Seconds from the forward's answer after which no check is made but the one at the deadline. */
  readonly timeout_s?: number;
  /** Checks after which no check is made but the one at the deadline. */
  readonly max_checks?: number;
}

/** When to ask a seller again (contract, section 7). The shape on the wire and in the database; seconds may be fractions. */
export type PollPlan =
  | ({ readonly strategy: 'sweep' } & PlanLimits)
  | ({
      readonly strategy: 'fixed';
      readonly initial_s: number;
      readonly interval_s: number;
      readonly jitter: number;
    } & PlanLimits);

/** The plan of a tool that names none. */
export const DEFAULT_PLAN: PollPlan = { strategy: 'sweep' };

/** All instants are epoch milliseconds. `nowMs` is the instant of the answer that the wait counts from. */
export interface PlanInput {
  readonly nowMs: number;
  readonly deadlineMs: number;
  /** When the answer to the forward came; `timeout_s` counts from it. */
  readonly startedMs: number;
  readonly checksDone: number;
  /** The wait that the answer's `Retry-After` asks for: a floor. */
  readonly retryAfterMs: number | null;
  /** The answer's `next_check_s`: it sets the instant, sooner or later than the plan. */
  readonly nextCheckS: number | null;
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
  return checkAt(plan, input, plan.strategy === 'fixed' ? plan.initial_s : 0, input.nowMs);
}

/** The check after one whose answer came at `nowMs` and ended nothing. */
export function nextCheckAt(plan: PollPlan, input: PlanInput): NextCheck {
  return checkAt(plan, input, plan.strategy === 'fixed' ? plan.interval_s : 0, input.nowMs + input.minIntervalMs);
}

function checkAt(plan: PollPlan, input: PlanInput, gapS: number, earliest: number): NextCheck {
  const atDeadline = { at: input.deadlineMs, bySweep: false, final: true } as const;
  if (plan.max_checks !== undefined && input.checksDone >= plan.max_checks) return atDeadline;
  const next = wantedAt(plan, input, gapS, Math.max(earliest, input.nowMs + (input.retryAfterMs ?? 0)));
  return next.at >= input.deadlineMs || next.at > timeoutAt(plan, input) ? atDeadline : next;
}

/** The instant by the answer, else by the plan, never before `floor`. */
function wantedAt(plan: PollPlan, input: PlanInput, gapS: number, floor: number): NextCheck {
  const after = (waitS: number): NextCheck => ({
    at: Math.ceil(Math.max(floor, input.nowMs + waitS * 1_000)),
    bySweep: false,
  });
  if (input.nextCheckS !== null) return after(input.nextCheckS);
  switch (plan.strategy) {
    case 'fixed':
      return after(gapS * (1 + plan.jitter * (2 * input.random - 1)));
    case 'sweep':
      return { at: nextTick(input.sweepCron, Math.max(input.nowMs, floor - 1)), bySweep: true };
  }
}

function timeoutAt(plan: PollPlan, input: PlanInput): number {
  return plan.timeout_s === undefined ? Infinity : input.startedMs + plan.timeout_s * 1_000;
}
