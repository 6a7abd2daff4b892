import { describe, expect, it } from '@jest/globals';
import { sketchOf, type SeenDuration } from './duration-sketch.js';
import { slowestOf } from './slowest-of.js';

const exact = (s: number): SeenDuration => ({ kind: 'exact', s });
const many = (count: number, seen: SeenDuration) => Array.from({ length: count }, () => seen);
const slowest = (all: readonly SeenDuration[], share = 0.97) => slowestOf(sketchOf(all, 0), share, 20, 0);

describe('what 97 of 100 past orders took at most', () => {
  it('is about the slowest of equals', () => {
    expect(slowest(many(100, exact(60)))).toBeCloseTo(60, -1);
  });

  it('leaves out the three in a hundred that took longest', () => {
    expect(slowest([...many(2, exact(5_000)), ...many(98, exact(60))])).toBeLessThan(100);
    expect(slowest([...many(60, exact(60)), ...many(20, exact(5_000))])).toBeGreaterThan(4_000);
  });

  it('takes what is known within bounds for its upper one', () => {
    expect(slowest(many(40, { kind: 'between', afterS: 0, atMostS: 900 }))).toBeGreaterThanOrEqual(850);
  });

  it('is not known from fewer than twenty, nor from orders whose end nobody saw', () => {
    expect(slowest(many(19, exact(60)))).toBeNull();
    expect(slowest([...many(19, exact(60)), ...many(50, { kind: 'over', afterS: 10 })])).toBeNull();
    expect(slowest([])).toBeNull();
  });
});
