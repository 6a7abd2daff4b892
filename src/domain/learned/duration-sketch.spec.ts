import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_CELLS } from './bound-cells.js';
import { LAST_EDGE, OPEN_EDGE, binOf, edgeS, nearestEdge } from './duration-grid.js';
import {
  EMPTY_SKETCH,
  HALF_LIFE_MS,
  HALF_LIFE_SAMPLES,
  ageTo,
  merge,
  record,
  sampleSize,
  sketchOf,
  type DurationSketch,
  type SeenDuration,
} from './duration-sketch.js';

const seconds = fc.double({ min: 0, max: 4e6, noNaN: true });
const seen: fc.Arbitrary<SeenDuration> = fc.oneof(
  seconds.map((s) => ({ kind: 'exact' as const, s })),
  seconds.map((afterS) => ({ kind: 'over' as const, afterS })),
  fc.tuple(seconds, seconds).map(([a, b]) => ({
    ...{ kind: 'between' as const, afterS: Math.min(a, b), atMostS: Math.max(a, b) + 0.001 },
  })),
);
const sketches = fc
  .array(fc.tuple(seen, fc.nat(HALF_LIFE_MS)), { maxLength: 60 })
  .map((all) => all.reduce((sketch, [one, at]) => record(sketch, one, at), EMPTY_SKETCH));

const weightOf = (sketch: DurationSketch) => sketch.cells.reduce((sum, { weight }) => sum + weight, 0);

function expectAlike(a: DurationSketch, b: DurationSketch): void {
  expect(a.atMs).toBe(b.atMs);
  expect(a.samples).toBeCloseTo(b.samples, 8);
  expect(a.cells.map(({ from, to }) => [from, to])).toEqual(b.cells.map(({ from, to }) => [from, to]));
  for (const [i, { weight }] of a.cells.entries()) expect(weight).toBeCloseTo(b.cells[i]?.weight ?? NaN, 8);
}

describe('the grid of durations', () => {
  it('goes from nothing to just past 30 days in steps of one per cent', () => {
    expect(edgeS(0)).toBe(0);
    expect(edgeS(1)).toBe(1);
    expect(edgeS(LAST_EDGE)).toBeGreaterThan(30 * 86_400);
    expect(edgeS(LAST_EDGE)).toBeLessThan(31 * 86_400);
  });

  it('finds the bin over whose begin and up to whose end a time lies', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: edgeS(LAST_EDGE), noNaN: true }), (s) => {
        const bin = binOf(s);
        expect(edgeS(bin)).toBeLessThan(s);
        expect(edgeS(bin + 1)).toBeGreaterThanOrEqual(s);
      }),
    );
    for (let edge = 1; edge <= LAST_EDGE; edge++) expect(binOf(edgeS(edge))).toBe(edge - 1);
    expect(binOf(0)).toBe(0);
    expect(binOf(1e12)).toBe(LAST_EDGE);
  });

  it('finds the nearest edge of every edge, and the last for what lies beyond', () => {
    for (let edge = 0; edge <= LAST_EDGE; edge++) expect(nearestEdge(edgeS(edge))).toBe(edge);
    expect(nearestEdge(1e12)).toBe(LAST_EDGE);
  });
});

describe('a sketch of durations', () => {
  it('keeps an exact duration in one bin, an interval between its ends, and leaves open what was given up', () => {
    const exact = record(EMPTY_SKETCH, { kind: 'exact', s: 300 }, 0).cells;
    expect(exact).toEqual([{ from: binOf(300), to: binOf(300) + 1, weight: 1 }]);
    const between = record(EMPTY_SKETCH, { kind: 'between', afterS: 0, atMostS: 60 }, 0).cells;
    expect(between).toEqual([{ from: 0, to: nearestEdge(60), weight: 1 }]);
    const over = record(EMPTY_SKETCH, { kind: 'over', afterS: 86_400 }, 0).cells;
    expect(over).toEqual([{ from: nearestEdge(86_400), to: OPEN_EDGE, weight: 1 }]);
  });

  it('takes no notice of what is no duration', () => {
    for (const s of [NaN, -1, Infinity]) expect(record(EMPTY_SKETCH, { kind: 'exact', s }, 5)).toBe(EMPTY_SKETCH);
    expect(record(EMPTY_SKETCH, { kind: 'between', afterS: 5, atMostS: 5 }, 5)).toBe(EMPTY_SKETCH);
    expect(record(EMPTY_SKETCH, { kind: 'between', afterS: NaN, atMostS: 5 }, 5)).toBe(EMPTY_SKETCH);
    expect(record(EMPTY_SKETCH, { kind: 'over', afterS: -1 }, 5)).toBe(EMPTY_SKETCH);
  });

  it('lets a duration count half after its half-life in later durations, but still counts it as a sample', () => {
    let sketch = record(EMPTY_SKETCH, { kind: 'exact', s: 10 }, 0);
    for (let i = 0; i < HALF_LIFE_SAMPLES; i++) sketch = record(sketch, { kind: 'exact', s: 1_000 }, 0);
    expect(sketch.cells[0]?.weight).toBeCloseTo(0.5, 6);
    expect(sampleSize(sketch)).toBe(HALF_LIFE_SAMPLES + 1);
  });

  it('lets weights and samples fade to half in their half-life of time, and never grow by a clock set back', () => {
    const sketch = record(EMPTY_SKETCH, { kind: 'exact', s: 10 }, 1_000);
    const aged = ageTo(sketch, 1_000 + HALF_LIFE_MS);
    expect(aged.samples).toBeCloseTo(0.5, 12);
    expect(weightOf(aged)).toBeCloseTo(0.5, 12);
    expect(ageTo(sketch, 0)).toBe(sketch);
  });

  it('is the same made at once as one by one', () => {
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 100 }), (all) => {
        const oneByOne = all.reduce(
          (sketch, one) => record(sketch, one, 7),
          record(EMPTY_SKETCH, { kind: 'exact', s: 5 }, 7),
        );
        expectAlike(sketchOf([{ kind: 'exact', s: 5 }, ...all], 7), oneByOne);
      }),
    );
  });

  it('merges in either order to the same', () => {
    fc.assert(fc.property(sketches, sketches, (a, b) => expectAlike(merge(a, b), merge(b, a))));
  });

  it('merges three in either grouping to the same, up to rounding', () => {
    fc.assert(
      fc.property(sketches, sketches, sketches, (a, b, c) => expectAlike(merge(merge(a, b), c), merge(a, merge(b, c)))),
    );
  });

  it('is unchanged by merging nothing', () => {
    fc.assert(fc.property(sketches, (a) => expectAlike(merge(a, EMPTY_SKETCH), a)));
  });

  it('never holds more cells than it may, and loses no weight by that', () => {
    fc.assert(
      fc.property(fc.array(seen, { minLength: 300, maxLength: 400 }), (all) => {
        const sketch = all.reduce((sketch, one) => record(sketch, one, 0), EMPTY_SKETCH);
        expect(sketch.cells.length).toBeLessThanOrEqual(MAX_CELLS);
        const fade = 2 ** (-1 / HALF_LIFE_SAMPLES);
        expect(weightOf(sketch)).toBeCloseTo((1 - fade ** all.length) / (1 - fade), 4);
        for (const { from, to } of sketch.cells) expect(from).toBeLessThan(to);
      }),
      { numRuns: 15 },
    );
  });
});
