import { BINS } from './duration-grid.js';
import type { DurationCell } from './duration-cell.js';

export interface Guess {
  /** Probability of each bin; sums to 1. */
  readonly masses: Float64Array;
  /** How many durations the guess counts for. 0: data alone. */
  readonly weight: number;
}

/**
 * The share of each bin that explains the cells best: the self-consistency iteration for interval-censored data (B. W.
 * Turnbull, "The empirical distribution function with arbitrarily grouped, censored and truncated data", JRSS B 38, 1976),
 * which is EM, with `guess` counted as further data (a Dirichlet prior) and as the start. What no cell tells apart keeps the
 * proportions of the guess. `smooth` runs after each round (Silverman's EMS). A round costs O(bins + cells).
 */
export function turnbull(
  cells: readonly DurationCell[],
  guess: Guess,
  rounds: number,
  smooth: (masses: Float64Array) => Float64Array = (masses) => masses,
): Float64Array {
  const total = guess.weight + cells.reduce((sum, { weight }) => sum + weight, 0);
  let masses = guess.masses;
  for (let round = 0; round < rounds && total > 0; round++) {
    const expected = expectedCounts(cells, masses);
    for (let bin = 0; bin < BINS; bin++) {
      expected[bin] = ((expected[bin] as number) + guess.weight * (guess.masses[bin] as number)) / total;
    }
    masses = smooth(expected);
  }
  return masses;
}

/** How much of the cells' weight falls into each bin, were `masses` true: each cell is shared out over its bins by them. */
export function expectedCounts(cells: readonly DurationCell[], masses: Float64Array): Float64Array {
  const below = new Float64Array(BINS + 1);
  for (let bin = 0; bin < BINS; bin++) below[bin + 1] = (below[bin] as number) + (masses[bin] as number);
  const steps = new Float64Array(BINS + 1); // the density ratio, as its differences
  for (const { from, to, weight } of cells) {
    const inside = (below[to] as number) - (below[from] as number);
    if (inside <= 1e-300) continue; // impossible by `masses`: says nothing of the proportions
    steps[from] = (steps[from] as number) + weight / inside;
    steps[to] = (steps[to] as number) - weight / inside;
  }
  const counts = new Float64Array(BINS);
  let ratio = 0;
  for (let bin = 0; bin < BINS; bin++) {
    ratio += steps[bin] as number;
    counts[bin] = Math.max(0, ratio) * (masses[bin] as number);
  }
  return counts;
}
