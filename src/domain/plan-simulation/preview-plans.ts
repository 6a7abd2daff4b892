import { LEAST_SAMPLES } from '../learned/eta.js';
import { planInstants, type InstantPlan } from '../learned/plan-instants.js';
import type { PollPlan } from '../poll-plan.js';
import type { Outcome } from './asker.js';
import type { Fold } from './past-durations.js';
import { planAsker, type AskingRules } from './plan-asker.js';
import { seededRandom } from './seeded-random.js';
import { simulateOne } from './simulate.js';

/** How a plan would have done. Numbers of no orders are null. */
export interface PlanFigures {
  /** Orders it was tried on; less than all where it would have made more checks than may be simulated. */
  readonly orders: number;
  readonly checks_per_order: number | null;
  /** Seconds from the end of the seller's work to the check that found it, of the orders found. */
  readonly mean_wait_s: number | null;
  readonly p95_wait_s: number | null;
  /** Share of orders found by the plan's own checks, before `timeout_s`, `max_checks` or the deadline. */
  readonly found: number | null;
}

export type PreviewRules = Omit<AskingRules, 'random'> & {
  /** Checks simulated for one plan, at most: what bounds the time it takes. */
  readonly mostChecks: number;
};

/** Visits every index once, and any first part of them spread over all. */
const STRIDE = 0.6180339887;

/**
 * What a plan would have come to on these orders, on a virtual clock; the same on every run. A plan that learns asks about
 * each half of the orders by what the other half taught, so that it is not judged by what it has seen.
 */
export function previewPlan(folds: readonly Fold[], plan: PollPlan, rules: PreviewRules): PlanFigures {
  return figuresOf(tryPlan(folds, plan, rules));
}

function tryPlan(folds: readonly Fold[], plan: PollPlan, rules: PreviewRules): Outcome[] {
  const random = seededRandom(1);
  const known = folds.reduce((sum, { orders }) => sum + orders.length, 0) >= LEAST_SAMPLES;
  const each = folds.flatMap(({ orders, learned }) => {
    const instants = known ? instantsOf(plan, learned, rules) : null;
    const asker = planAsker(plan.strategy, plan, { ...rules, random: () => random.uniform() }, () => instants);
    return orders.map((order) => ({ order, asker }));
  });
  const outcomes: Outcome[] = [];
  let left = rules.mostChecks;
  for (const { order, asker } of spread(each)) {
    const outcome = simulateOne(order, asker, left);
    if (outcome === null) break;
    left -= outcome.checks;
    outcomes.push(outcome);
  }
  return outcomes;
}

function instantsOf(plan: PollPlan, learned: Fold['learned'], rules: PreviewRules): InstantPlan | null {
  if (plan.strategy !== 'learned') return null;
  const limits = { budget: plan.budget, minGapS: rules.minIntervalMs / 1_000, maxGapS: plan.max_interval_s };
  return planInstants(learned, limits);
}

function spread<Item>(items: readonly Item[]): Item[] {
  const places = items.map((item, i) => ({ item, at: (i * STRIDE) % 1 }));
  return places.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

function figuresOf(outcomes: readonly Outcome[]): PlanFigures {
  const orders = outcomes.length;
  const waits = outcomes.flatMap(({ waitS }) => (waitS === Infinity ? [] : [waitS])).sort((a, b) => a - b);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const part = (total: number, of: number) => (of === 0 ? null : round(total / of));
  return {
    orders,
    checks_per_order: part(sum(outcomes.map(({ checks }) => checks)), orders),
    mean_wait_s: part(sum(waits), waits.length),
    p95_wait_s: waits.length === 0 ? null : round(waits[Math.ceil(0.95 * waits.length) - 1] ?? 0),
    found: part(waits.length, orders),
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
