import { nextInstant, planAtPrice, stateProblem, type InstantPlan } from '../src/domain/learned/plan-instants.js';
import type { DurationDistribution } from '../src/domain/learned/duration-distribution.js';
import type { InstantProblem } from '../src/domain/learned/solve-instants.js';
import type { BenchAsker } from './plans-askers.js';
import { trueDistribution, type PlacedOrder, type Shape } from './plans-shapes.js';

/** It knows the tail too, so its own choice reaches further than that of a plan that guesses. */
const TAIL_SHARE = 0.9999;
const BOUNDS = { minGapS: 1, maxGapS: Infinity, promisedGapS: Infinity };

/**
 * The plan of somebody who knows the distribution that each order's duration is drawn from (also when it changes): the same
 * dynamic programming on the truth, at one price of a check (in seconds of waiting) for all.
 */
export function optimumAsker(levels: Levels, price: number): BenchAsker {
  const plans = new Map<number, InstantPlan>();
  const planOf = (order: PlacedOrder): InstantPlan => {
    const level = levelOf(order);
    const { distribution, problem } = levels.get(level) as Level;
    const plan = plans.get(level) ?? planAtPrice(distribution, problem, price);
    plans.set(level, plan);
    return plan;
  };
  return { name: 'optimum', nextS: (order, elapsedS) => nextInstant(planOf(order), elapsedS) };
}

export type Levels = ReadonlyMap<number, Level>;
interface Level {
  readonly distribution: DurationDistribution;
  readonly problem: InstantProblem;
}

/** Scales to 5 %, so that a drifting shape needs some dozens of distributions. */
function levelOf(order: PlacedOrder): number {
  return Math.round(Math.log(order.scale) / 0.05);
}

/** The truths that the orders' durations are drawn from. */
export function levelsOf(shape: Shape, orders: readonly PlacedOrder[]): Levels {
  const levels = new Map<number, Level>();
  for (const order of orders) {
    const level = levelOf(order);
    if (!levels.has(level)) levels.set(level, newLevel(trueDistribution(shape, Math.exp(0.05 * level))));
  }
  return levels;
}

function newLevel(distribution: DurationDistribution): Level {
  return { distribution, problem: stateProblem(distribution, BOUNDS, TAIL_SHARE) };
}
