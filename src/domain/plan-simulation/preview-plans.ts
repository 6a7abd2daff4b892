import { LEAST_SAMPLES } from '../learned/eta.js';
import { planInstants, type InstantPlan } from '../learned/plan-instants.js';
import type { PollPlan } from '../poll-plan.js';
import { notFound, type Asker, type Outcome, type PlacedOrder } from './asker.js';
import type { Fold } from './past-durations.js';
import { planAsker, type AskingRules } from './plan-asker.js';
import { seededRandom } from './seeded-random.js';
import { simulateOne } from './simulate.js';
import { runThrough } from './steps.js';

/** How a plan would have done. Numbers of no orders are null. */
export interface PlanFigures {
  /** Orders it was tried on; less than all where that would be more checks than may be simulated. */
  readonly orders: number;
  readonly checks_per_order: number | null;
  /** Seconds from the end of the seller's work to the check that found it, of the orders found. */
  readonly mean_wait_s: number | null;
  readonly p95_wait_s: number | null;
  /** Share of orders found by the plan's own checks, before `timeout_s`, `max_checks` or the deadline. */
  readonly found: number | null;
}

export type PreviewRules = Omit<AskingRules, 'random'> & {
  /**
   * Checks simulated for one plan, at most: what bounds the time it takes. An order that is asked about more often than a tenth
   * of them counts as not found: the others are still tried.
   */
  readonly mostChecks: number;
};

/** Of the checks simulated for a plan: so much for one order. */
const PART_OF_ONE = 0.1;
/** Checks between two rests: some milliseconds. */
const CHECKS_A_STEP = 1_000;

/** Visits every index once, and any first part of them spread over all. */
const STRIDE = 0.6180339887;

/**
 * What a plan would have come to on these orders, on a virtual clock; the same on every run. A plan that learns asks about
 * each half of the orders by what the other half taught, so that it is not judged by what it has seen.
 */
export function previewPlan(folds: readonly Fold[], plan: PollPlan, rules: PreviewRules): PlanFigures {
  return runThrough(previewSteps(folds, plan, rules));
}

/** The same in steps of some milliseconds, for a caller that has other things to do between them. */
export function* previewSteps(
  folds: readonly Fold[],
  plan: PollPlan,
  rules: PreviewRules,
): Generator<void, PlanFigures> {
  const random = seededRandom(1);
  const known = folds.reduce((sum, { orders }) => sum + orders.length, 0) >= LEAST_SAMPLES;
  const each: Trial[] = [];
  for (const { orders, learned } of folds) {
    const instants = known ? instantsOf(plan, learned, rules) : null;
    const asker = planAsker(plan.strategy, plan, { ...rules, random: () => random.uniform() }, () => instants);
    each.push(...orders.map((order) => ({ order, asker })));
    yield;
  }
  return figuresOf(yield* tryAll(spread(each), rules.mostChecks));
}

interface Trial {
  readonly order: PlacedOrder;
  readonly asker: Asker;
}

function* tryAll(trials: readonly Trial[], mostChecks: number): Generator<void, Outcome[]> {
  const outcomes: Outcome[] = [];
  const mostOfOne = Math.max(1, Math.floor(PART_OF_ONE * mostChecks));
  let [left, rested] = [mostChecks, mostChecks];
  for (const { order, asker } of trials) {
    const tried = simulateOne(order, asker, Math.min(left, mostOfOne));
    if (tried === null && left < mostOfOne) break;
    const outcome = tried ?? notFound(mostOfOne);
    left -= outcome.checks;
    outcomes.push(outcome);
    if (rested - left < CHECKS_A_STEP) continue;
    rested = left;
    yield;
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
