import type { Exchange } from './exchange.js';
import type { PollPlan } from './poll-plan.js';

/** Longest `wait_s` of a plan: proxies on the way close a connection that is silent for a minute. */
export const LONGEST_WAIT_S = 55;
/** What a long check may take beyond its wait. */
const BEYOND_WAIT_MS = 5_000;

/** A check whose answer the seller may hold back until it has something new. */
export interface LongCheck {
  /** Its `Prefer` header (RFC 7240, 4.3). */
  readonly prefer: string;
  /** How long the seller may wait. */
  readonly waitMs: number;
  /** Whole budget of the call. */
  readonly timeoutMs: number;
}

/**
 * How a tool's check is asked to wait; null where it is not. The wait ends by the order's deadline: the last check is asked then,
 * and expires the order with its answer.
 */
export function longCheckOf(plan: PollPlan, nowMs: number, deadlineMs: number): LongCheck | null {
  if (plan.wait_s === undefined) return null;
  const waitS = Math.min(plan.wait_s, Math.floor((deadlineMs - nowMs) / 1_000));
  if (waitS <= 0) return null;
  // The header takes whole seconds.
  return { prefer: `wait=${Math.ceil(waitS)}`, waitMs: waitS * 1_000, timeoutMs: waitS * 1_000 + BEYOND_WAIT_MS };
}

/** The part of its wait after which an answer was held back, and not just said to have been. */
const LEAST_HELD_PART = 0.5;

/** Whether the seller did hold its answer back: then the next long check may follow at once, and still is seldom. */
export function wasHeldBack(exchange: Exchange, waitMs: number): boolean {
  return isWaitApplied(exchange) && exchange.durationMs >= waitMs * LEAST_HELD_PART;
}

/** Whether the seller says that it held its answer back as we asked (RFC 7240, 3). */
export function isWaitApplied(exchange: Exchange): boolean {
  if (exchange.kind === 'unanswered') return false;
  const applied = exchange.headers['preference-applied'] ?? '';
  return applied.split(',').some((one) => /^\s*wait\s*(=|;|$)/i.test(one));
}
