import type { DurationDistribution } from './duration-distribution.js';

/** How long an order takes in all, counted from the forward's answer (contract, section 2). */
export interface Eta {
  /** Whole seconds: half, and nine in ten, of the orders still at work by now take at most so long. */
  readonly p50_s: number;
  readonly p90_s: number;
  /** Past durations that this rests on. */
  readonly sample: number;
}

/** Under so many past durations a tool has no estimate, and `learned` asks like `exponential`. */
export const LEAST_SAMPLES = 20;

/** The estimate for an order still at work at `elapsedS`. Null under LEAST_SAMPLES. */
export function etaAfter(distribution: DurationDistribution, sample: number, elapsedS: number): Eta | null {
  if (sample < LEAST_SAMPLES) return null;
  const p = (share: number) => Math.ceil(distribution.quantileAfter(share, elapsedS));
  return { p50_s: p(0.5), p90_s: p(0.9), sample };
}
