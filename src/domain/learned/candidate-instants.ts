import type { DurationDistribution } from './duration-distribution.js';
import { BINS, EDGES_S } from './duration-grid.js';

/**
 * Where checks may fall: `count` instants after 0 up to `endS`, dense where checks want to be dense. The best gap between two
 * checks shrinks with the root of the density, so the instants are equal steps of the integral of its root.
 */
export function candidateInstants(distribution: DurationDistribution, endS: number, count: number): Float64Array {
  const roots = rootsBelow(distribution, endS);
  const total = roots[BINS] ?? 0;
  const instants = new Float64Array(count + 1);
  let bin = 0;
  for (let k = 1; k < count; k++) {
    const wanted = (total * k) / count;
    while (bin < BINS - 1 && (roots[bin + 1] ?? 0) < wanted) bin++;
    const [from, to] = [roots[bin] ?? 0, roots[bin + 1] ?? 0];
    const [start, end] = [EDGES_S[bin] ?? 0, Math.min(endS, EDGES_S[bin + 1] ?? 0)];
    instants[k] = to > from ? start + ((end - start) * (wanted - from)) / (to - from) : end;
  }
  instants[count] = endS;
  return instants;
}

/** The integral of the root of the density from 0 to each edge, stopping at `endS`. */
function rootsBelow(distribution: DurationDistribution, endS: number): Float64Array {
  const roots = new Float64Array(BINS + 1);
  for (let bin = 0; bin < BINS; bin++) {
    const [start, end] = [EDGES_S[bin] ?? 0, Math.min(endS, EDGES_S[bin + 1] ?? 0)];
    const mass = end > start ? distribution.cdf(end) - distribution.cdf(start) : 0;
    roots[bin + 1] = (roots[bin] ?? 0) + Math.sqrt(Math.max(0, mass) * Math.max(0, end - start));
  }
  return roots;
}
