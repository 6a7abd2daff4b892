import { candidateInstants } from './candidate-instants.js';
import type { DurationDistribution } from './duration-distribution.js';
import { bestNext, latestAfter, solveInstants, type InstantProblem, type InstantSolution } from './solve-instants.js';
import { LONGEST_OVERSHOOT_S, tailCost, tailGap, type Cost, type GapBounds } from './tail-instants.js';

/** What a `learned` plan allows (contract, section 7). */
export interface AskingLimits extends GapBounds {
  /** Checks per order on average, the one that finds it done included; at least 1. */
  readonly budget: number;
}

/** The best instants for one distribution; worth keeping until the sketch has changed. */
export interface InstantPlan {
  readonly distribution: DurationDistribution;
  readonly problem: InstantProblem;
  readonly solution: InstantSolution;
  /** By the distribution: checks per order, mean seconds from the end of the work to the check that finds it. */
  readonly expected: Cost;
}

const CANDIDATES = 128;
/** Where the tail begins: the share of the durations that end at all. */
const TAIL_SHARE = 0.999;
const HALVINGS = 20;

/**
 * The instants that make the expected waiting least at `budget` checks per order on average: a check gets a price in seconds
 * of waiting (Lagrange), and the price is bisected until the budget is met. Where even the fewest checks that the bounds and
 * the tail demand are more than the budget, those. Some milliseconds.
 */
export function planInstants(distribution: DurationDistribution, limits: AskingLimits): InstantPlan {
  const problem = stateProblem(distribution, limits);
  const scale = distribution.quantile(0.5) + 1;
  let [cheap, dear] = [Math.log(scale * 1e-6), Math.log(scale * 1e4)];
  let solution = solveInstants(problem, Math.exp(dear));
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (cheap + dear) / 2;
    const tried = solveInstants(problem, Math.exp(middle));
    if (tried.cost.checks <= limits.budget) [dear, solution] = [middle, tried];
    else cheap = middle;
  }
  return { distribution, problem, solution, expected: solution.cost };
}

/** The best instants where a check is worth `price` seconds of waiting, whatever number of checks that makes. */
export function planAtPrice(distribution: DurationDistribution, problem: InstantProblem, price: number): InstantPlan {
  const solution = solveInstants(problem, price);
  return { distribution, problem, solution, expected: solution.cost };
}

/**
 * Seconds from the forward's answer to the next check of an order that was still at work at `elapsedS`. `jitter` (0 to 0.5)
 * spreads it by that part of the shorter gap beside it, which costs next to no waiting, and lets the checks see between the
 * planned instants, where they would never look otherwise. `random`: 0 up to 1.
 */
export function nextInstant(plan: InstantPlan, elapsedS: number, jitter = 0, random = 0.5): number {
  const { problem } = plan;
  const { instants, bounds } = problem;
  const tailS = instants[instants.length - 1] ?? 0;
  const least = elapsedS + Math.max(0, bounds.minGapS);
  if (least >= tailS) return Math.max(least, elapsedS + tailGap(elapsedS, tailS, bounds) * (1 - jitter * random));
  const { at, gapAfter } = bestAfter(plan, elapsedS);
  const spread = jitter * Math.min(at - elapsedS, gapAfter) * (2 * random - 1);
  return Math.min(latestAfter(problem, elapsedS), Math.max(least, at + spread));
}

/** The planned checks of an order still at work at `elapsedS`, undisturbed: at most `most`, in seconds from the answer. */
export function plannedInstants(plan: InstantPlan, elapsedS: number, most: number): number[] {
  const instants: number[] = [];
  for (let at = elapsedS; instants.length < most; instants.push(at)) at = nextInstant(plan, at);
  return instants;
}

function bestAfter(plan: InstantPlan, elapsedS: number): { at: number; gapAfter: number } {
  const { distribution, problem, solution } = plan;
  const { instants } = problem;
  const spot = { s: elapsedS, done: distribution.cdf(elapsedS), partialMean: distribution.partialMean(elapsedS) };
  const first = instants.findIndex((instant) => instant > elapsedS);
  const { next } = bestNext(problem, solution.values, solution.price, spot, first);
  const at = instants[next] ?? elapsedS;
  const tailS = instants[instants.length - 1] ?? 0;
  const after = at < tailS ? (instants[solution.next[next] ?? 0] ?? at) - at : tailGap(at, tailS, problem.bounds);
  return { at, gapAfter: after };
}

/** Candidates, bounds and tail for one distribution; the tail begins where `tailShare` of the durations that end have ended. */
export function stateProblem(
  distribution: DurationDistribution,
  limits: GapBounds,
  tailShare = TAIL_SHARE,
): InstantProblem {
  const { minGapS, maxGapS, promisedGapS = LONGEST_OVERSHOOT_S } = limits;
  const bounds = { minGapS, maxGapS, promisedGapS };
  const tailS = Math.max(1, limits.minGapS, distribution.quantile(tailShare * distribution.finishing));
  const instants = candidateInstants(distribution, tailS, CANDIDATES);
  return {
    instants,
    done: instants.map((s) => distribution.cdf(s)),
    partialMeans: instants.map((s) => distribution.partialMean(s)),
    bounds,
    tail: tailCost(distribution, tailS, bounds),
  };
}
