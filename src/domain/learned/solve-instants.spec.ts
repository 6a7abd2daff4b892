import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DurationDistribution } from './duration-distribution.js';
import { BINS } from './duration-grid.js';
import { solveInstants, type InstantProblem } from './solve-instants.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Distributions over 100 s to 700 s, and nine candidates up to 700 s. */
const problems = fc
  .tuple(
    fc.array(share, { minLength: 200, maxLength: 200 }),
    fc.uniqueArray(fc.integer({ min: 1, max: 699 }), { minLength: 8, maxLength: 8 }),
    fc.integer({ min: 0, max: 60 }),
  )
  .map(([shares, inner, minGapS]) => {
    const masses = Float64Array.from({ length: BINS }, (_, bin) => shares[bin - 463] ?? 0);
    masses[500] = (masses[500] ?? 0) + 0.1;
    const distribution = new DurationDistribution(masses);
    const instants = Float64Array.from([0, ...inner.sort((a, b) => a - b), 700]);
    return { distribution, problem: stated(distribution, instants, minGapS) };
  });

function stated(distribution: DurationDistribution, instants: Float64Array, minGapS: number): InstantProblem {
  return {
    instants,
    done: instants.map((s) => distribution.cdf(s)),
    partialMeans: instants.map((s) => distribution.partialMean(s)),
    bounds: { minGapS, maxGapS: Infinity },
    tail: { checks: 0.3, waitS: 17 },
  };
}

/**
 * Waiting and checks of one choice of instants, by summing over bins: no formula in common with the code.
 * Each gap is cut by itself, so that what ends in one of them is never counted as waiting for another's check:
 * where nearly all orders last equally long, that would be off by many seconds.
 */
function costOf(distribution: DurationDistribution, chosen: readonly number[]): { checks: number; waitS: number } {
  const steps = 1_000;
  let [checks, waitS] = [0, 0];
  for (const [i, instant] of chosen.entries()) {
    const before = chosen[i - 1] ?? 0;
    checks += 1 - distribution.cdf(before);
    const width = (instant - before) / steps;
    for (let from = before, k = 1; k <= steps; k++) {
      const to = before + k * width;
      waitS += (distribution.cdf(to) - distribution.cdf(from)) * (instant - (from + to) / 2);
      from = to;
    }
  }
  return { checks, waitS };
}

function* choices(inner: readonly number[]): Generator<number[]> {
  for (let mask = 0; mask < 2 ** inner.length; mask++) yield inner.filter((_, i) => (mask & (1 << i)) !== 0);
}

describe('the choice of instants at a price of a check', () => {
  it('costs no more than any other choice of the candidates', () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: 1, max: 200 }), ({ distribution, problem }, price) => {
        const inner = [...problem.instants].slice(1, -1);
        let least = Infinity;
        for (const some of choices(inner)) {
          const chosen = [...some, 700];
          if (chosen.some((s, i) => i < some.length && s - (chosen[i - 1] ?? 0) < problem.bounds.minGapS)) continue;
          const { checks, waitS } = costOf(distribution, chosen);
          least = Math.min(least, waitS + 17 + price * (checks + 0.3));
        }
        const { values, cost } = solveInstants(problem, price);
        expect(Math.abs((values[0] ?? NaN) - least)).toBeLessThan(1);
        expect(cost.waitS + price * cost.checks).toBeCloseTo(values[0] ?? NaN, 6);
      }),
      { numRuns: 3 },
    );
  });

  it('makes fewer checks the dearer they are', () => {
    fc.assert(
      fc.property(problems, ({ problem }) => {
        const checks = [1, 10, 100, 1_000].map((price) => solveInstants(problem, price).cost.checks);
        for (const [i, count] of checks.entries())
          expect(count).toBeLessThanOrEqual((checks[i - 1] ?? Infinity) + 1e-9);
      }),
    );
  });
});
