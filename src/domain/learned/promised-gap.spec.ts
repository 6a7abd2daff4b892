import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DurationDistribution } from './duration-distribution.js';
import { BINS, edgeS } from './duration-grid.js';
import { mixtureMasses, type LogNormal } from './log-normals.js';
import { nextInstant, planInstants, type InstantPlan } from './plan-instants.js';

const hour = 3_600;
const day = 24 * hour;
const humps = (...parts: [share: number, medianS: number, sigma: number][]) =>
  mixtureMasses(parts.map(([share, medianS, sigma]): LogNormal => ({ share, mu: Math.log(medianS), sigma })));
const lomax = (scaleS: number, alpha: number) => {
  const over = (bin: number) => (1 + edgeS(bin) / scaleS) ** -alpha;
  return Float64Array.from({ length: BINS }, (_, bin) => over(bin) - over(bin + 1));
};
const shapes: Record<string, Float64Array> = {
  'four minutes': humps([1, 240, 0.8]),
  'six hours': humps([1, 6 * hour, 0.6]),
  'a minute or 25': humps([0.6, 60, 0.25], [0.4, 1_500, 0.25]),
  'a minute or half a day': humps([0.5, 60, 0.1], [0.5, day / 2, 0.1]),
  'always five minutes': humps([1, 300, 0.02]),
  'always five hours': humps([1, 5 * hour, 0.02]),
  'now and then very long': lomax(300, 1.6),
  'hardly any mean': lomax(60, 0.8),
};

const planOf = (masses: Float64Array, budget: number, maxGapS: number) =>
  planInstants(new DurationDistribution(masses), { budget, minGapS: 1, maxGapS });

/** The longest time between two looks at an order that takes ten times as long as 99 of 100 do. */
function longestGap(plan: InstantPlan, jitter = 0): number {
  const endS = 10 * plan.distribution.quantile(0.99);
  let longest = 0;
  for (let at = 0, checks = 0; at <= endS; checks++) {
    const next = nextInstant(plan, at, jitter, ((checks * 7 + 3) % 10) / 10);
    longest = Math.max(longest, next - at);
    at = next;
  }
  return longest;
}

describe('a seller that becomes up to ten times slower', () => {
  it.each(Object.keys(shapes))('is found within an hour whatever max_interval_s is, wherever it ends: %s', (name) => {
    for (const budget of [1, 3]) {
      for (const maxGapS of [day, 30 * day]) {
        const plan = planOf(shapes[name] as Float64Array, budget, maxGapS);
        expect(longestGap(plan)).toBeLessThanOrEqual(hour + 1e-6);
        expect(longestGap(plan, 0.5)).toBeLessThanOrEqual(hour + 1e-6);
      }
    }
  });

  it('is found within an hour where orders take a minute to twelve hours, in one hump or two', () => {
    const medianS = fc.double({ min: Math.log(60), max: Math.log(day / 2), noNaN: true }).map(Math.exp);
    const sigma = fc.double({ min: 0.02, max: 1, noNaN: true });
    const share = fc.double({ min: 0.05, max: 1, noNaN: true });
    fc.assert(
      fc.property(medianS, sigma, medianS, sigma, share, (a, narrow, b, wide, part) => {
        const plan = planOf(humps([part, a, narrow], [1 - part, b, wide]), 3, 30 * day);
        expect(longestGap(plan)).toBeLessThanOrEqual(hour + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('is asked as rarely as max_interval_s says once it takes longer still', () => {
    const plan = planOf(shapes['four minutes'] as Float64Array, 3, day);
    const tailS = plan.problem.instants.at(-1) as number;
    expect(nextInstant(plan, 11 * tailS) - 11 * tailS).toBeGreaterThan(hour);
    expect(nextInstant(plan, 30 * day) - 30 * day).toBeLessThanOrEqual(day);
  });
});
