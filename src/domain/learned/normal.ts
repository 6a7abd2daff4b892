/** The standard normal distribution function, to 1e-7 (Abramowitz and Stegun, 7.1.26). */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = 0.5 * poly * Math.exp(-z * z);
  return x > 0 ? 1 - upper : upper;
}

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** What a standard normal is between two points (which may be infinite): probability, mean, mean of the square. */
export interface Truncated {
  readonly share: number;
  readonly mean: number;
  readonly square: number;
}

const NARROW = 0.02;

export function truncated(from: number, to: number): Truncated {
  if (to - from < NARROW) {
    const middle = (from + to) / 2;
    return { share: normalDensity(middle) * (to - from), mean: middle, square: middle * middle };
  }
  const share = normalCdf(to) - normalCdf(from);
  if (share < 1e-6) {
    // Far out nearly all of it lies at the end next to the middle.
    const near = from > 0 ? from : to;
    return { share: Math.max(0, share), mean: near, square: near * near };
  }
  const [low, high] = [normalDensity(from), normalDensity(to)];
  const ends = (Number.isFinite(from) ? from * low : 0) - (Number.isFinite(to) ? to * high : 0);
  return { share, mean: (low - high) / share, square: Math.max(0, 1 + ends / share) };
}
