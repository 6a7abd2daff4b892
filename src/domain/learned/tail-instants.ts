import type { DurationDistribution } from './duration-distribution.js';
import { LAST_EDGE, edgeS } from './duration-grid.js';

/** Bounds between two checks of an order, in seconds. */
export interface GapBounds {
  readonly minGapS: number;
  readonly maxGapS: number;
  /**
   * No gap is longer before an order has taken SLOWER times as long as nearly all do, whatever `maxGapS` is: an hour, unless
   * a benchmark wants to see what the promise costs.
   */
  readonly promisedGapS?: number;
}

/** What a stretch of checks costs, per order: checks made, and seconds from the end of the work to the check that finds it. */
export interface Cost {
  readonly checks: number;
  readonly waitS: number;
}

/** A seller that becomes SLOWER times slower is still found within this. */
export const LONGEST_OVERSHOOT_S = 3_600;
export const SLOWER = 10;
/** In the tail each gap is this part of the time gone by. */
const TAIL_GROWTH = 0.4;
const HORIZON_S = edgeS(LAST_EDGE);

/** The longest gap that may follow a check as long as the promise holds. */
export function promisedGap({ minGapS, maxGapS, promisedGapS = LONGEST_OVERSHOOT_S }: GapBounds): number {
  return Math.max(1, minGapS, Math.min(maxGapS, promisedGapS));
}

/**
 * The longest gap after `elapsedS` where the tail begins at `tailS`: a part of the time gone by, at most an hour until the
 * order takes ten times as long as the tail's begin, and never over the plan's own bound.
 */
export function tailGap(elapsedS: number, tailS: number, bounds: GapBounds): number {
  const longest = elapsedS <= SLOWER * tailS ? promisedGap(bounds) : bounds.maxGapS;
  return Math.max(1, bounds.minGapS, Math.min(TAIL_GROWTH * elapsedS, longest));
}

/** What the checks after the one at `tailS` cost. Each is made by the orders that the one before did not find done. */
export function tailCost(distribution: DurationDistribution, tailS: number, bounds: GapBounds): Cost {
  let [checks, waitS, at] = [0, 0, tailS];
  // With a tiny maxGapS it would be millions of steps: what is left after some thousands is nearly nothing.
  for (let step = 0; step < 5_000 && at < HORIZON_S; step++) {
    const left = 1 - distribution.cdf(at);
    if (left < 1e-9) break;
    const next = at + tailGap(at, tailS, bounds);
    checks += left;
    waitS += waitBetween(distribution, at, next);
    at = next;
  }
  return { checks, waitS };
}

/** The wait of the orders that end between two checks, per order of all. */
export function waitBetween(distribution: DurationDistribution, fromS: number, toS: number): number {
  const share = distribution.cdf(toS) - distribution.cdf(fromS);
  return Math.max(0, toS * share - (distribution.partialMean(toS) - distribution.partialMean(fromS)));
}
