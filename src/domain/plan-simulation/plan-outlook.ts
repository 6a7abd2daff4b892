import type { DurationDistribution } from '../learned/duration-distribution.js';
import { planInstants, type InstantPlan } from '../learned/plan-instants.js';
import type { PollPlan } from '../poll-plan.js';
import type { Asker } from './asker.js';
import { planAsker, type AskingRules } from './plan-asker.js';

/** When a plan asks about an order that goes on, undisturbed, and what that comes to. */
export interface PlanOutlook {
  /** Seconds after the forward's answer; the first of them. The check at the deadline is none of the plan's. */
  readonly checksS: readonly number[];
  /** By the distribution: null without one, or where the plan asks more often than can be worked out. */
  readonly expected: {
    /** Checks an order. */
    readonly checks: number;
    /** Seconds from the end of the work to the check that finds it, of the orders that the plan's own checks find. */
    readonly waitS: number | null;
  } | null;
}

const MOST_SHOWN = 50;
const MOST_WALKED = 10_000;
/** So few of all orders take longer that they make no difference. */
const NEGLIGIBLE = 1e-6;

/**
 * `distribution`: how long the tool's orders take, all classes together; null where that is not known. What depends on the
 * sweep's ticks is not known beforehand: a plan `sweep` has no instants.
 */
export function planOutlook(
  plan: PollPlan,
  rules: Omit<AskingRules, 'random'>,
  distribution: DurationDistribution | null,
): PlanOutlook {
  if (plan.strategy === 'sweep') return { checksS: [], expected: null };
  const learned = distribution && instantsOf(plan, distribution, rules.minIntervalMs / 1_000);
  const asker = planAsker(plan.strategy, plan, { ...rules, random: () => 0.5 }, () => learned);
  return { checksS: instantsBy(asker, MOST_SHOWN), expected: distribution && expectedOf(asker, distribution) };
}

function instantsOf(plan: PollPlan, distribution: DurationDistribution, minGapS: number): InstantPlan | null {
  if (plan.strategy !== 'learned') return null;
  return planInstants(distribution, { budget: plan.budget, maxGapS: plan.max_interval_s, minGapS });
}

const ANY_ORDER = { placedS: 0, durationS: Infinity };

function instantsBy(asker: Asker, most: number): number[] {
  const instants: number[] = [];
  for (let at = 0; instants.length < most; instants.push(at)) {
    at = asker.nextS(ANY_ORDER, at, instants.length);
    if (at === Infinity) break;
  }
  return instants;
}

/** A check is made for each order that none before found; who ends between two waits for the later one. */
function expectedOf(asker: Asker, distribution: DurationDistribution): PlanOutlook['expected'] {
  let [at, done, endedS, checks, waitedS] = [0, distribution.cdf(0), distribution.partialMean(0), 0, 0];
  for (let made = 0; 1 - done > NEGLIGIBLE; made++) {
    if (made >= MOST_WALKED) return null;
    at = asker.nextS(ANY_ORDER, at, made);
    if (at === Infinity) break;
    checks += 1 - done;
    const [doneNow, endedNowS] = [distribution.cdf(at), distribution.partialMean(at)];
    waitedS += at * (doneNow - done) - (endedNowS - endedS);
    [done, endedS] = [doneNow, endedNowS];
  }
  return { checks, waitS: done > 0 ? waitedS / done : null };
}
