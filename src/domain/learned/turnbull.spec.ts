import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BINS } from './duration-grid.js';
import type { DurationCell } from './duration-cell.js';
import { turnbull } from './turnbull.js';

/** The same share in each of the first bins. */
function even(bins: number): Float64Array {
  return Float64Array.from({ length: BINS }, (_, bin) => (bin < bins ? 1 / bins : 0));
}

function logLikelihood(cells: readonly DurationCell[], masses: ArrayLike<number>): number {
  return cells.reduce((sum, { from, to, weight }) => {
    let inside = 0;
    for (let bin = from; bin < to; bin++) inside += masses[bin] ?? 0;
    return sum + weight * Math.log(inside);
  }, 0);
}

/** Every way to give `parts` equal portions to so many bins. */
function* shareOuts(bins: number, parts: number): Generator<number[]> {
  if (bins === 1) yield [parts];
  else
    for (let first = 0; first <= parts; first++)
      for (const rest of shareOuts(bins - 1, parts - first)) yield [first, ...rest];
}

describe("Turnbull's estimator", () => {
  it('is the empirical distribution where all durations are exact', () => {
    const bins = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(bins, (seen) => {
        const cells = seen.map((bin) => ({ from: bin, to: bin + 1, weight: 1 }));
        const masses = turnbull(cells, { masses: even(40), weight: 0 }, 5);
        for (let bin = 0; bin < 40; bin++) {
          expect(masses[bin]).toBeCloseTo(seen.filter((one) => one === bin).length / seen.length, 10);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is as likely as the best of all share-outs on small grids', () => {
    const cell = fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
      .map(([from, width, weight]) => ({ from, to: Math.min(4, from + width), weight }));
    const all = [...shareOuts(4, 12)].map((counts) => counts.map((count) => count / 12));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const found = logLikelihood(cells, turnbull(cells, { masses: even(4), weight: 0 }, 400));
        const best = Math.max(...all.map((masses) => logLikelihood(cells, masses)));
        expect(found).toBeGreaterThan(best - 0.01);
      }),
      { numRuns: 20 },
    );
  });

  it('finds the shares of a worked case: (0,2], (1,3], (2,3] put all on the bins where intervals meet', () => {
    const cells = [
      { from: 0, to: 2, weight: 1 },
      { from: 1, to: 3, weight: 1 },
      { from: 2, to: 3, weight: 1 },
    ];
    const masses = turnbull(cells, { masses: even(3), weight: 0 }, 1_000);
    // With p, q on bins 1 and 2: p · (p + q) · q² / q = p q on p + q = 1 has its top where q = 1/2; (0,1] gains nothing.
    expect(masses[0]).toBeLessThan(1e-3);
    expect(masses[1]).toBeCloseTo(0.5, 2);
    expect(masses[2]).toBeCloseTo(0.5, 2);
  });

  it('keeps the proportions of the guess where no cell tells bins apart', () => {
    const guess = Float64Array.from({ length: BINS }, (_, bin) => [0.1, 0.3, 0.6][bin] ?? 0);
    const masses = turnbull([{ from: 0, to: 2, weight: 100 }], { masses: guess, weight: 1 }, 500);
    expect((masses[1] ?? 0) / (masses[0] ?? 1)).toBeCloseTo(3, 6);
    expect(masses[2]).toBeCloseTo(0.6 / 101, 3);
  });

  it('sums to one, and knows nothing but its guess without cells', () => {
    const masses = turnbull([{ from: 1, to: 9, weight: 2.5 }], { masses: even(20), weight: 3 }, 7);
    expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 12);
    expect(turnbull([], { masses: even(20), weight: 0 }, 7)).toEqual(even(20));
  });
});
