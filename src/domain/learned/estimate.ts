import { DurationDistribution } from './duration-distribution.js';
import { BINS, BIN_WIDTH, OPEN_EDGE } from './duration-grid.js';
import type { DurationSketch } from './duration-sketch.js';
import { fitLogNormals, mixtureMasses, type LogNormal } from './log-normals.js';
import { smoothBy } from './smooth-masses.js';
import { turnbull } from './turnbull.js';

/** The guess counts for so many durations; three per cent of it are a tail far wider than anything seen. */
const GUESS_WEIGHT = 2;
const TAIL_SHARE = 0.03;
const ROUNDS = 30;
/** Of the rule of thumb for kernels (Silverman): data that are intervals are smooth already. */
const SMOOTHING = 0.5;

/**
 * How long the tool's orders take, by its sketch: the mixture of log-normals that fits best is the guess, and where the cells
 * know better they win (Turnbull's estimator on the grid). Some share always lies beyond what was seen. Some milliseconds.
 */
export function estimate(sketch: DurationSketch): DurationDistribution {
  const { cells } = sketch;
  const parts = fitLogNormals(cells);
  const weight = cells.reduce((sum, cell) => sum + cell.weight, 0);
  const open = cells.reduce((sum, cell) => sum + (cell.to === OPEN_EDGE ? cell.weight : 0), 0);
  const guess = { masses: guessMasses(parts), weight: GUESS_WEIGHT };
  const fitted = turnbull(cells, guess, ROUNDS, smoothBy(bandwidth(parts, weight) / BIN_WIDTH));
  return new DurationDistribution(fitted, weight > open ? 1 - open / weight : 1);
}

/** On the scale of logarithms; by the narrowest part that counts, so that no mode is washed out. */
function bandwidth(parts: readonly LogNormal[], weight: number): number {
  const widths = parts
    .filter(({ share }) => share >= 0.05)
    .map(({ share, sigma }) => sigma * (share * weight + 1) ** -0.2);
  return SMOOTHING * 1.06 * Math.min(...widths);
}

function guessMasses(parts: readonly LogNormal[]): Float64Array {
  const near = mixtureMasses(parts);
  const far = mixtureMasses(parts.map(({ share, mu, sigma }) => ({ share, mu: mu + sigma, sigma: 2 * sigma + 0.3 })));
  return Float64Array.from({ length: BINS }, (_, bin) => {
    return (1 - TAIL_SHARE) * (near[bin] as number) + TAIL_SHARE * (far[bin] as number);
  });
}
