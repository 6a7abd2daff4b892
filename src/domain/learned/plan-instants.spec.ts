import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DurationDistribution } from './duration-distribution.js';
import { mixtureMasses, type LogNormal } from './log-normals.js';
import { nextInstant, planInstants, plannedInstants, type InstantPlan } from './plan-instants.js';
import type { GapBounds } from './tail-instants.js';

const hour = 3_600;
/** No bound but the budget. */
const free: GapBounds = { minGapS: 1, maxGapS: Infinity, promisedGapS: Infinity };
const short: LogNormal = { share: 1, mu: Math.log(240), sigma: 0.8 };
const shapes: Record<string, LogNormal[]> = {
  short: [short],
  'a few seconds': [{ share: 1, mu: Math.log(8), sigma: 0.5 }],
  long: [{ share: 1, mu: Math.log(6 * hour), sigma: 0.6 }],
  'two modes': [
    { share: 0.6, mu: Math.log(60), sigma: 0.25 },
    { share: 0.4, mu: Math.log(1_500), sigma: 0.25 },
  ],
  'near constant': [{ share: 1, mu: Math.log(300), sigma: 0.02 }],
};
const distributionOf = (parts: readonly LogNormal[]) => new DurationDistribution(mixtureMasses(parts));
const planOf = (parts: readonly LogNormal[], budget = 3, bounds = free) =>
  planInstants(distributionOf(parts), { budget, ...bounds });

/** When an order that ends at `durationS` is found, and after how many checks. */
function foundAt(plan: InstantPlan, durationS: number, jitter = 0): { at: number; checks: number } {
  let [at, checks] = [0, 0];
  for (; at < durationS; checks++) at = nextInstant(plan, at, jitter, ((checks * 7 + 3) % 10) / 10);
  return { at, checks };
}

describe('a plan of instants', () => {
  it('costs what it says: checks and waiting, by the quantiles of the distribution', () => {
    for (const parts of Object.values(shapes)) {
      const plan = planOf(parts);
      const orders = Array.from({ length: 4_000 }, (_, i) => plan.distribution.quantile((i + 0.5) / 4_000));
      const found = orders.map((durationS) => ({ ...foundAt(plan, durationS), durationS }));
      const mean = (of: (one: (typeof found)[0]) => number) =>
        found.reduce((sum, one) => sum + of(one), 0) / found.length;
      expect(mean(({ checks }) => checks) / plan.expected.checks).toBeCloseTo(1, 2);
      expect(mean(({ at, durationS }) => at - durationS) / plan.expected.waitS).toBeCloseTo(1, 1);
    }
  });

  it('keeps to its budget and spends it', () => {
    for (const parts of Object.values(shapes)) {
      for (const budget of [1.5, 2, 3, 5]) {
        const { checks } = planOf(parts, budget).expected;
        expect(checks).toBeLessThanOrEqual(budget);
        expect(checks).toBeGreaterThan(0.8 * budget);
      }
    }
  });

  it('waits at most two minutes for two checks where orders take four minutes (σ 0.8)', () => {
    const { expected } = planOf([short], 2);
    expect(expected.waitS).toBeLessThan(120);
  });

  it('makes the fewest checks that it can where the budget is too small for any plan', () => {
    const { expected } = planOf([short], 0.5);
    expect(expected.checks).toBeGreaterThanOrEqual(1);
    expect(expected.checks).toBeLessThan(1.05);
  });

  it('is the rest of itself for an order that is still at work: no plan is made anew', () => {
    for (const parts of Object.values(shapes)) {
      const plan = planOf(parts);
      const all = plannedInstants(plan, 0, 8);
      expect(all).toEqual([...all].sort((a, b) => a - b));
      for (const [i, at] of all.entries()) expect(plannedInstants(plan, at, 7 - i)).toEqual(all.slice(i + 1));
    }
  });

  it('takes up an order between two instants', () => {
    const plan = planOf([short]);
    const [first = 0, second = 0] = plannedInstants(plan, 0, 2);
    const next = nextInstant(plan, (first + second) / 2);
    expect(next).toBeGreaterThan(second - 1);
    expect(next).toBeLessThan(second + (second - first));
  });

  it('asks a lost order ever more rarely: under sixty checks in a day where orders take minutes', () => {
    expect(foundAt(planOf([short], 3, { minGapS: 1, maxGapS: Infinity }), 24 * hour).checks).toBeLessThan(60);
  });

  it('never waits longer than its longest gap nor less than its shortest, at any moment', () => {
    const plans = Object.values(shapes).flatMap((parts) =>
      [free, { minGapS: 60, maxGapS: 90 }, { minGapS: 600, maxGapS: 1_200 }].map((bounds) => planOf(parts, 3, bounds)),
    );
    const moment = fc.double({ min: 0, max: 2e6, noNaN: true });
    const random = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.nat(plans.length - 1), moment, random, (which, elapsedS, random) => {
        const plan = plans[which] as InstantPlan;
        const { minGapS, maxGapS } = plan.problem.bounds;
        const gap = nextInstant(plan, elapsedS, 0.5, random) - elapsedS;
        expect(gap).toBeGreaterThan(0);
        expect(gap).toBeLessThanOrEqual(maxGapS + 1e-6);
        expect(gap).toBeGreaterThanOrEqual(minGapS - 1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('spreads by a part of the gaps beside an instant, not of the way to it', () => {
    const plan = planOf(shapes['near constant'] ?? []);
    const [first = 0, second = 0] = plannedInstants(plan, 0, 2);
    for (const random of [0, 0.3, 0.999]) {
      expect(Math.abs(nextInstant(plan, 0, 0.1, random) - first)).toBeLessThanOrEqual(0.1 * (second - first) + 1e-9);
    }
  });
});
