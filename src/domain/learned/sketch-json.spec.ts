import { describe, expect, it } from '@jest/globals';
import { EMPTY_SKETCH, record, type DurationSketch } from './duration-sketch.js';
import { LAST_EDGE, OPEN_EDGE } from './duration-grid.js';
import { MAX_CELLS } from './bound-cells.js';
import { LONGEST_SKETCH_JSON, readSketch, writeSketch } from './sketch-json.js';

function fullSketch(): DurationSketch {
  let sketch = EMPTY_SKETCH;
  for (let i = 0; i < 3_000; i++) {
    const afterS = 1_000 * (1 + ((i * 7_919) % 1_000));
    sketch = record(sketch, { kind: 'between', afterS, atMostS: afterS * (1.1 + (i % 97) / 10) }, 1.7e12 + i);
  }
  return sketch;
}

describe('a sketch as JSON', () => {
  it('comes back as it was, to a thousandth of a duration', () => {
    const sketch = fullSketch();
    const read = readSketch(writeSketch(sketch));
    if (!read.ok) throw new Error(read.problem);
    expect(read.sketch.atMs).toBe(sketch.atMs);
    expect(read.sketch.samples).toBeCloseTo(sketch.samples, 2);
    expect(read.sketch.cells.length).toBe(sketch.cells.length);
    for (const [i, cell] of read.sketch.cells.entries())
      expect(cell.weight).toBeCloseTo(sketch.cells[i]?.weight ?? NaN, 2);
    expect(writeSketch(read.sketch)).toBe(writeSketch(sketch));
  });

  it('is at most some KiB, however many durations were seen', () => {
    const sketch = fullSketch();
    expect(sketch.cells.length).toBe(MAX_CELLS);
    expect(writeSketch(sketch).length).toBeLessThan(4_096);
    const widest = { from: LAST_EDGE, to: OPEN_EDGE, weight: 1e6 };
    const text = writeSketch({ atMs: 1.7e12, samples: 1e6, cells: Array.from({ length: MAX_CELLS }, () => widest) });
    expect(text.length).toBeLessThan(LONGEST_SKETCH_JSON);
  });

  it('is refused where it is anything else, and says why', () => {
    const good = { v: 1, at_ms: 5, samples: 1_000, cells: [3, 4, 1_000] };
    expect(readSketch(JSON.stringify(good)).ok).toBe(true);
    const bad: unknown[] = [
      ...[
        null,
        1,
        'x',
        [],
        {},
        { ...good, v: 2 },
        { ...good, more: 1 },
        { ...good, at_ms: -1 },
        { ...good, at_ms: 1.5 },
      ],
      ...[
        { ...good, samples: '1' },
        { ...good, samples: 1e300 },
        { ...good, cells: {} },
        { ...good, cells: [1, 2] },
      ],
      ...[
        [4, 4, 1],
        [5, 4, 1],
        [-1, 4, 1],
        [0, OPEN_EDGE + 1, 1],
        [LAST_EDGE + 1, OPEN_EDGE, 1],
        [0.5, 4, 1],
      ].map((cells) => ({
        ...good,
        cells,
      })),
      ...[
        [3, 4, 0],
        [3, 4, -5],
        [3, 4, 1e12],
        [3, 4, null],
        [3, 4, 1, 3, 4, 1],
        [3, 5, 1, 3, 4, 1],
      ].map((cells) => ({
        ...good,
        cells,
      })),
      { ...good, cells: Array.from({ length: MAX_CELLS + 1 }, (_, i) => [i, i + 1, 1]).flat() },
    ];
    for (const value of bad) {
      const read = readSketch(JSON.stringify(value));
      expect([value, read.ok]).toEqual([value, false]);
      if (!read.ok) expect(read.problem).toMatch(/^The sketch of durations cannot be read: .+\.$/);
    }
  });

  it('is refused where the text is no JSON, repeats a key, hides a prototype or is endless', () => {
    const hostile = [
      ...['', '{', 'NaN', '[[[[', '{"v":1,"v":1,"at_ms":5,"samples":1,"cells":[]}'],
      '{"v":1,"__proto__":{},"at_ms":5,"samples":1,"cells":[]}',
      '{"v":1,"at_ms":5,"samples":1e999,"cells":[]}',
      `{"v":1,"at_ms":5,"samples":1,"cells":[${'1,'.repeat(1e6)}1]}`,
      '['.repeat(8_000),
    ];
    for (const text of hostile) expect(readSketch(text).ok).toBe(false);
  });
});
