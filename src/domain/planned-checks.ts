import { nextCheckAt, type PlanInput, type PollPlan } from './poll-plan.js';

/** Most checks that an order shows. */
export const MOST_PLANNED = 10;

/**
 * The next checks of an order, as they would be made if every answer said "still at work" at once and nothing more: `nextAt`,
 * which is laid down, and those that follow by the plan, without jitter, up to the one at the deadline. Epoch milliseconds.
 */
export function plannedChecks(plan: PollPlan, input: PlanInput, nextAt: number): number[] {
  const quiet = { ...input, retryAfterMs: null, nextCheckS: null, etaS: null, random: 0.5 };
  const instants = [nextAt];
  for (let n = 1; n < MOST_PLANNED; n++) {
    const last = instants.at(-1) ?? nextAt;
    if (last >= input.deadlineMs) break;
    instants.push(nextCheckAt(plan, { ...quiet, nowMs: last, checksDone: input.checksDone + n }).at);
  }
  return instants;
}
