/** A share of durations whose natural logarithm (of seconds) is normal. */
export interface LogNormal {
  readonly share: number;
  readonly mu: number;
  readonly sigma: number;
}

/** The widest that a part of a mixture may be. */
export const MOST_SIGMA = 3;
const LEAST_SIGMA = 0.01;

export function boundSigma(sigma: number): number {
  return Math.min(MOST_SIGMA, Math.max(LEAST_SIGMA, sigma));
}

/**
 * Where a slow iteration is heading to, by three points of it, each the next one of the one before (SQUAREM: Varadhan and
 * Roland, "Simple and globally convergent methods for accelerating the convergence of any EM algorithm", Scand. J. Stat. 35,
 * 2008, their step S3). It may overshoot: whoever leaps sees whether it is better there.
 */
export function leap(
  first: readonly LogNormal[],
  second: readonly LogNormal[],
  third: readonly LogNormal[],
): LogNormal[] {
  const [a, b, c] = [first, second, third].map(coordinates) as [number[], number[], number[]];
  const step = a.map((at, i) => (b[i] as number) - at);
  const bend = step.map((along, i) => (c[i] as number) - (b[i] as number) - along);
  const far = Math.max(1, Math.hypot(...step) / Math.max(1e-12, Math.hypot(...bend)));
  return parts(a.map((at, i) => at + 2 * far * (step[i] as number) + far * far * (bend[i] as number)));
}

/** Numbers that may take any value, three for each part. */
function coordinates(of: readonly LogNormal[]): number[] {
  return of.flatMap(({ share, mu, sigma }) => [Math.log(share + 1e-12), mu, Math.log(sigma)]);
}

function parts(coordinates: readonly number[]): LogNormal[] {
  const raw = Array.from({ length: coordinates.length / 3 }, (_, i) => {
    const [share = 0, mu = 0, sigma = 0] = coordinates.slice(3 * i, 3 * i + 3);
    return { share: Math.exp(Math.min(0, share)), mu, sigma: boundSigma(Math.exp(sigma)) };
  });
  const all = raw.reduce((sum, { share }) => sum + share, 0);
  return raw.map((part) => ({ ...part, share: part.share / all }));
}
