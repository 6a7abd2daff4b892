import { BINS } from './duration-grid.js';

/**
 * Spreads each bin's mass over its neighbours: twice a running mean, which is a kernel like a triangle, of about the standard
 * deviation given in bins. Under half a bin it leaves the masses as they are. Keeps the sum.
 */
export function smoothBy(deviation: number): (masses: Float64Array) => Float64Array {
  // A running mean over 2r + 1 bins has the variance r (r + 1) / 3; two of them twice that.
  const radius = Math.round((Math.sqrt(1 + 6 * deviation * deviation) - 1) / 2);
  return radius < 1 ? (masses) => masses : (masses) => runningMean(runningMean(masses, radius), radius);
}

/** At the ends of the grid what would fall off stays in the outermost bin. */
function runningMean(masses: Float64Array, radius: number): Float64Array {
  const means = new Float64Array(BINS);
  const width = 2 * radius + 1;
  let sum = 0;
  for (let bin = -radius; bin < BINS + radius; bin++) {
    sum += (masses[bin + radius] ?? 0) - (masses[bin - radius - 1] ?? 0);
    const at = Math.min(BINS - 1, Math.max(0, bin));
    means[at] = (means[at] ?? 0) + Math.max(0, sum) / width;
  }
  return means;
}
