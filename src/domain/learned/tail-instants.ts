import type { DurationDistribution } from './duration-distribution.js';
import { LAST_EDGE, edgeS } from './duration-grid.js';

/** Bounds between two checks of an order, in seconds. */
export interface GapBounds {
  readonly minGapS: number;
  readonly maxGapS: number;
}

/** What a stretch of checks costs, per order: checks made, and seconds from the end of the work to the check that finds it. */
export interface Cost {
  readonly checks: number;
  readonly waitS: number;
}

/** A seller that becomes ten times slower is still found within this. */
export const LONGEST_OVERSHOOT_S = 3_600;
const SLOWER = 10;
/** In the tail each gap is this part of the time gone by. */
const TAIL_GROWTH = 0.4;
const HORIZON_S = edgeS(LAST_EDGE);

/**
 * The longest gap after `elapsedS` where the tail begins at `tailS`: a part of the time gone by, at most an hour until the
 * order takes ten times as long as the tail's begin, and never over the plan's own bound.
 */
export function tailGap(elapsedS: number, tailS: number, bounds: GapBounds): number {
  const growing = TAIL_GROWTH * elapsedS;
  const gap = elapsedS < SLOWER * tailS ? Math.min(growing, LONGEST_OVERSHOOT_S) : growing;
  return Math.max(1, bounds.minGapS, Math.min(gap, bounds.maxGapS));
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
