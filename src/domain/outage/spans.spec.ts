import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uncovered, type Span } from './spans.js';

const span = (from: number, to: number): Span => ({ from, to });

describe('what of a span is not made good yet', () => {
  it.each([
    ['all of it where nothing was', [], 100],
    ['nothing where another covers it', [span(0, 300)], 0],
    ['nothing where it was itself', [span(100, 200)], 0],
    ['its end where another covers its start', [span(50, 130)], 70],
    ['its start where another covers its end', [span(160, 400)], 60],
    ['what lies between two', [span(0, 120), span(150, 300)], 30],
    ['what lies around two that overlap', [span(140, 160), span(120, 150)], 60],
    ['all of it where the others lie apart', [span(0, 50), span(300, 400)], 100],
  ] as const)('is %s', (_, others, ms) => {
    expect(uncovered(span(100, 200), others)).toBe(ms);
  });

  it('sums up to the union, in whatever order spans come', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(40), fc.nat(20)).map(([from, length]) => span(from, from + length)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(spans, (all) => {
        const total = all.reduce((sum, one, i) => sum + uncovered(one, all.slice(0, i)), 0);
        const covered = new Set(all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
        expect(total).toBe(covered.size);
      }),
    );
  });
});
