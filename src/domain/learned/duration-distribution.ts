import { BINS, EDGES_S, binOf } from './duration-grid.js';

/** How long an order takes, in seconds: shares of the grid's bins, spread evenly within each. */
export class DurationDistribution {
  /** Share of durations up to each edge. */
  private readonly below = new Float64Array(BINS + 1);
  /** Mean of the durations up to each edge, times their share: the integral of t dF. */
  private readonly secondsBelow = new Float64Array(BINS + 1);

  /**
   * `masses`: one for each bin, not negative; they are scaled to sum to 1. `finishing`: the share of orders whose end was seen
   * or can be; the rest was given up while at work.
   */
  constructor(
    readonly masses: Float64Array,
    readonly finishing = 1,
  ) {
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    for (let bin = 0; bin < BINS; bin++) {
      const share = (masses[bin] ?? 0) / total;
      const middle = ((EDGES_S[bin] ?? 0) + (EDGES_S[bin + 1] ?? 0)) / 2;
      this.below[bin + 1] = (this.below[bin] ?? 0) + share;
      this.secondsBelow[bin + 1] = (this.secondsBelow[bin] ?? 0) + share * middle;
    }
  }

  /** Share of durations of at most so many seconds. */
  cdf(seconds: number): number {
    const { bin, part } = place(seconds);
    const from = this.below[bin] ?? 0;
    return from + part * ((this.below[bin + 1] ?? 1) - from);
  }

  /** The integral of t dF up to so many seconds. */
  partialMean(seconds: number): number {
    const { bin, part } = place(seconds);
    const share = part * ((this.below[bin + 1] ?? 1) - (this.below[bin] ?? 0));
    return (this.secondsBelow[bin] ?? 0) + (share * ((EDGES_S[bin] ?? 0) + Math.max(0, seconds))) / 2;
  }

  /** The least duration that a share (0 to 1) of all is at most as long as. */
  quantile(share: number): number {
    let [low, high] = [0, BINS];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.below[middle] ?? 1) >= share) high = middle;
      else low = middle + 1;
    }
    if (low === 0) return 0;
    const [from, to] = [this.below[low - 1] ?? 0, this.below[low] ?? 1];
    const [start, end] = [EDGES_S[low - 1] ?? 0, EDGES_S[low] ?? 0];
    return to > from ? start + (end - start) * Math.min(1, (share - from) / (to - from)) : end;
  }

  /** The quantile among the durations that are longer than `elapsedS`. */
  quantileAfter(share: number, elapsedS: number): number {
    const gone = this.cdf(elapsedS);
    return Math.max(elapsedS, this.quantile(gone + share * (1 - gone)));
  }
}

function place(seconds: number): { bin: number; part: number } {
  const bin = binOf(seconds);
  const [start, end] = [EDGES_S[bin] ?? 0, EDGES_S[bin + 1] ?? 1];
  return { bin, part: Math.min(1, Math.max(0, (seconds - start) / (end - start))) };
}
