import type { OrderError } from '../domain/order.js';

/** Bad results in a row, and when the first of them came. */
export interface BadResults {
  readonly count: number;
  readonly since: number;
}

/** Bad results in a row, and the time they must span, before an order fails for them (contract, section 5). */
const MOST = 3;
const SPAN_MS = 15 * 60_000;

export function oneMoreBad(before: BadResults | null, now: number): BadResults {
  return { count: (before?.count ?? 0) + 1, since: before?.since ?? now };
}

export function isEnough({ count, since }: BadResults, now: number): boolean {
  return count >= MOST && now - since >= SPAN_MS;
}

/** The order's error once it is enough. */
export function badResultError(problem: string): OrderError {
  return {
    code: 'bad_result',
    message: `The seller said three times that the order is done, but its result cannot be taken: ${problem}`,
    hint: 'The seller must correct what its status URL answers; then retry the order.',
  };
}
