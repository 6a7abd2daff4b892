import { BINS, EDGES_S, LAST_EDGE, OPEN_EDGE } from './duration-grid.js';
import type { DurationCell } from './duration-cell.js';
import { MOST_SIGMA, boundSigma, leap, type LogNormal } from './log-normal-leap.js';
import { normalCdf, truncated } from './normal.js';

export type { LogNormal };

const MOST_PARTS = 3;
const MOST_LEAPS = 30;
/** A leap that gains less (in natural logarithms of likelihood) is the last. */
const ENOUGH = 0.001;
const SHAPELESS: LogNormal = { share: 1, mu: Math.log(120), sigma: MOST_SIGMA };

const LOG_EDGES = EDGES_S.map((s, edge) => (edge === OPEN_EDGE ? Infinity : Math.log(s)));

interface Fit {
  readonly parts: readonly LogNormal[];
  readonly logLikelihood: number;
}

/**
 * The mixture of one to three log-normals that explains the cells best, by EM for censored data; a further part must earn its
 * three numbers (Schwarz's criterion). Without cells, one shapeless part around two minutes.
 */
export function fitLogNormals(cells: readonly DurationCell[]): readonly LogNormal[] {
  const weight = cells.reduce((sum, cell) => sum + cell.weight, 0);
  let best = improve(cells, [SHAPELESS]);
  const price = 1.5 * Math.log(Math.max(2, weight));
  for (let parts = 2; parts <= MOST_PARTS && cells.length > 1; parts++) {
    const richer = improve(cells, splitWidest(best.parts));
    if (richer.logLikelihood < best.logLikelihood + price) break;
    best = richer;
  }
  return best.parts;
}

/** Probability of each bin of the grid. */
export function mixtureMasses(parts: readonly LogNormal[]): Float64Array {
  const masses = new Float64Array(BINS);
  for (const { share, mu, sigma } of parts) {
    let below = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const upTo = bin >= LAST_EDGE ? 1 : normalCdf(((LOG_EDGES[bin + 1] as number) - mu) / sigma);
      masses[bin] = (masses[bin] as number) + share * (upTo - below);
      below = upTo;
    }
  }
  return masses;
}

/**
 * EM until it stands still. Where checks are few, nearly all that it wants to know is missing, and then plain EM creeps: it
 * would end near wherever it began. So each two rounds are followed by a leap, which is kept if it is no worse.
 */
function improve(cells: readonly DurationCell[], start: readonly LogNormal[]): Fit {
  let fit = emRound(cells, start);
  for (let leaps = 0; leaps < MOST_LEAPS; leaps++) {
    const once = emRound(cells, fit.parts);
    const twice = emRound(cells, once.parts);
    const leapt = emRound(cells, leap(fit.parts, once.parts, twice.parts));
    const next = leapt.logLikelihood >= twice.logLikelihood ? leapt : twice;
    const gain = next.logLikelihood - fit.logLikelihood;
    fit = next;
    if (gain < ENOUGH) break;
  }
  return { ...fit, parts: [...fit.parts].sort((a, b) => a.mu - b.mu) };
}

/** One round of EM: each cell is shared out over the parts, each part takes the moments of its share. */
function emRound(cells: readonly DurationCell[], parts: readonly LogNormal[]): Fit {
  const sums = parts.map(() => ({ weight: 0, sum: 0, squares: 0 }));
  let logLikelihood = 0;
  for (const cell of cells) {
    const [from, to] = [LOG_EDGES[cell.from] as number, LOG_EDGES[cell.to] as number];
    const inside = parts.map(({ mu, sigma }) => truncated((from - mu) / sigma, (to - mu) / sigma));
    const total = inside.reduce((sum, { share }, i) => sum + share * (parts[i] as LogNormal).share, 0) + 1e-12;
    logLikelihood += cell.weight * Math.log(total);
    for (const [i, { share, mean, square }] of inside.entries()) {
      const { share: of, mu, sigma } = parts[i] as LogNormal;
      const part = sums[i] as { weight: number; sum: number; squares: number };
      const weight = (cell.weight * share * of) / total;
      part.weight += weight;
      part.sum += weight * (mu + sigma * mean);
      part.squares += weight * (mu * mu + 2 * mu * sigma * mean + sigma * sigma * square);
    }
  }
  const all = sums.reduce((sum, { weight }) => sum + weight, 0);
  return { logLikelihood, parts: parts.map((part, i) => moments(sums[i] as (typeof sums)[0], all) ?? part) };
}

function moments(of: { weight: number; sum: number; squares: number }, all: number): LogNormal | null {
  if (of.weight <= 1e-6) return null;
  const mu = of.sum / of.weight;
  const sigma = Math.sqrt(Math.max(0, of.squares / of.weight - mu * mu));
  return { share: of.weight / all, mu, sigma: boundSigma(sigma) };
}

/** The part that holds the most spread becomes two beside its middle. */
function splitWidest(parts: readonly LogNormal[]): LogNormal[] {
  const widest = parts.reduce((most, part) => (part.share * part.sigma > most.share * most.sigma ? part : most));
  const { share, mu, sigma } = widest;
  const halves = [-1, 1].map((side) => ({ share: share / 2, mu: mu + side * 0.8 * sigma, sigma: 0.5 * sigma }));
  return [...parts.filter((part) => part !== widest), ...halves];
}
