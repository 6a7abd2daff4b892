import { EMPTY_SKETCH, record, sampleSize } from '../learned/duration-sketch.js';
import { estimate } from '../learned/estimate.js';
import { LEAST_SAMPLES } from '../learned/eta.js';
import { planInstants, type InstantPlan } from '../learned/plan-instants.js';
import { firstCheckAt, nextCheckAt, type LearnedPlan, type PollPlan } from '../poll-plan.js';
import type { Asker, PlacedOrder } from './asker.js';

/** What holds for all plans of a server. */
export interface AskingRules {
  readonly sweepCron: string;
  readonly minIntervalMs: number;
  /** From the order's forward. */
  readonly deadlineS: number;
  /** 0 up to 1. */
  readonly random: () => number;
}

/** The same rules that ask sellers, on a virtual clock that counts epoch seconds. The check at the deadline is none of the plan's. */
export function planAsker<Order extends PlacedOrder>(
  name: string,
  plan: PollPlan,
  rules: AskingRules,
  learnedFor: (order: Order) => InstantPlan | null,
): Asker<Order> {
  const { sweepCron, minIntervalMs, deadlineS, random } = rules;
  return {
    name,
    nextS: (order, elapsedS, checks) => {
      const startedMs = order.placedS * 1_000;
      // Written out: spread together it takes twice as long, and this is made for every check simulated.
      const input = {
        nowMs: startedMs + elapsedS * 1_000,
        startedMs,
        deadlineMs: startedMs + deadlineS * 1_000,
        checksDone: checks,
        orderClass: classOf(plan, order),
        retryAfterMs: null,
        nextCheckS: null,
        minIntervalMs,
        sweepCron,
        learned: learnedFor(order),
        random: random(),
      };
      const next = checks === 0 ? firstCheckAt(plan, input) : nextCheckAt(plan, input);
      return next.final ? Infinity : (next.at - startedMs) / 1_000;
    },
  };
}

function classOf(plan: PollPlan, { classes }: PlacedOrder): string | null {
  const from = 'class_from' in plan ? plan.class_from : undefined;
  return from === undefined ? null : (classes?.[from] ?? null);
}

/** A plan that learns as it goes, from nothing but what its own checks see. */
export function learningAsker(name: string, plan: LearnedPlan, rules: AskingRules): Asker {
  let sketch = EMPTY_SKETCH;
  let known: { samples: number; instants: InstantPlan } | null = null;
  const limits = { budget: plan.budget, minGapS: rules.minIntervalMs / 1_000, maxGapS: plan.max_interval_s };
  const current = (): InstantPlan | null => {
    const samples = sampleSize(sketch);
    if (samples < LEAST_SAMPLES) return null;
    if (known === null || samples - known.samples >= Math.max(1, samples / 20))
      known = { samples, instants: planInstants(estimate(sketch), limits) };
    return known.instants;
  };
  return {
    ...planAsker(name, plan, rules, current),
    learn: (seen, nowS) => (sketch = record(sketch, seen, nowS * 1_000)),
    samples: () => sampleSize(sketch),
  };
}
