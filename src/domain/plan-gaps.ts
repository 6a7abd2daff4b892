import { unlearnedGapMs } from './learned-wait.js';
import type { AdaptivePlan, PlanClass, PollPlan } from './poll-plan.js';

/** Milliseconds from the forward's answer to the first check, before jitter; null where the sweep's ticks decide. */
export function firstGapMs(plan: PollPlan, orderClass: string | null): number | null {
  switch (plan.strategy) {
    case 'sweep':
      return null;
    case 'fixed':
    case 'exponential':
      return plan.initial_s * 1_000;
    case 'adaptive':
      return classOf(plan, orderClass).initial_s * 1_000;
    case 'learned':
      return unlearnedGapMs(plan, 0);
  }
}

/** Milliseconds from the answer of the latest of `checksDone` checks to the next, before jitter; null: by the sweep's ticks. */
export function gapMs(plan: PollPlan, orderClass: string | null, checksDone: number): number | null {
  switch (plan.strategy) {
    case 'sweep':
      return null;
    case 'fixed':
      return plan.interval_s * 1_000;
    case 'exponential':
      // The power may overflow to Infinity: the lesser of the two is then still the longest gap.
      return Math.min(
        plan.interval_s * 1_000 * plan.multiplier ** Math.max(0, checksDone - 1),
        plan.max_interval_s * 1_000,
      );
    case 'adaptive':
      return classOf(plan, orderClass).interval_s * 1_000;
    case 'learned':
      return unlearnedGapMs(plan, checksDone);
  }
}

/** Milliseconds from the forward's answer in which checks are made: the shorter one where plan and class both set a limit. */
export function timeoutMs(plan: PollPlan, orderClass: string | null): number {
  const ofClass = plan.strategy === 'adaptive' ? classOf(plan, orderClass).timeout_s : undefined;
  return Math.min(plan.timeout_s ?? Infinity, ofClass ?? Infinity) * 1_000;
}

function classOf(plan: AdaptivePlan, orderClass: string | null): PlanClass {
  const name = orderClass !== null && Object.hasOwn(plan.classes, orderClass) ? orderClass : plan.default;
  const found = plan.classes[name];
  if (found === undefined) throw new Error('The default of an adaptive plan is none of its classes.');
  return found;
}
