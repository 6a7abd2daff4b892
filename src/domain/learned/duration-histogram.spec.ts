import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histogramOf } from './duration-histogram.js';

const MONTH_S = 30 * 86_400;

describe('the histogram of durations', () => {
  it('of none has no bars, and of one has one', () => {
    expect(histogramOf([])).toEqual([]);
    expect(histogramOf([0])).toEqual([{ from_s: 0, to_s: 1, count: 1 }]);
    expect(histogramOf([NaN, -1, Infinity])).toEqual([]);
    const [bar, ...others] = histogramOf([300]);
    expect(others).toEqual([]);
    expect(bar!.from_s).toBeLessThan(300);
    expect(bar!.to_s).toBeGreaterThanOrEqual(300);
    expect(bar!.to_s / bar!.from_s).toBeCloseTo(1.1, 3);
  });

  it('counts each duration once, in bars without gaps, forty at most, that begin and end with one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: MONTH_S, noNaN: true }), { minLength: 1 }), (seconds) => {
        const bars = histogramOf(seconds);
        expect(bars.length).toBeLessThanOrEqual(40);
        expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(seconds.length);
        bars.slice(1).forEach(({ from_s }, i) => expect(from_s).toBe(bars[i]!.to_s));
        expect(bars[0]!.count).toBeGreaterThan(0);
        expect(bars.at(-1)!.count).toBeGreaterThan(0);
        for (const { from_s, to_s, count } of bars) {
          const inside = seconds.filter((s) => s > from_s + 0.001 && s < to_s - 0.001).length;
          expect(count).toBeGreaterThanOrEqual(inside);
        }
      }),
    );
  });

  it('spreads what lies far apart over wider bars', () => {
    const bars = histogramOf([0.2, 3, 3.1, MONTH_S]);
    expect(bars.length).toBeGreaterThan(20);
    expect(bars.filter(({ count }) => count > 0).map(({ count }) => count)).toEqual([1, 2, 1]);
  });
});
