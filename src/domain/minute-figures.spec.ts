import { describe, expect, it } from '@jest/globals';
import { callClassOf, MINUTE_MS, RANGES, seriesOf, type Range } from './minute-figures.js';
import { OUTCOMES } from './outcome.js';

const NOW = Date.UTC(2026, 10, 23, 4, 8, 30);
const minute = Math.floor(NOW / MINUTE_MS);

describe('a series', () => {
  it.each(Object.keys(RANGES) as Range[])('of %s has a point for every step, the last of them running', (range) => {
    const { minutes, step } = RANGES[range];
    const points = seriesOf([], range, NOW);
    expect(points).toHaveLength(minutes / step);
    expect(Date.parse(points.at(-1)!.at)).toBeLessThanOrEqual(NOW);
    expect(Date.parse(points.at(-1)!.at) + step * MINUTE_MS).toBeGreaterThan(NOW);
    expect(points[0]).toMatchObject({ placed: 0, lateness_p95_ms: null, due: null });
  });

  it('adds up what happened, and keeps the greatest of what was seen', () => {
    const figures = [
      { minute, name: 'placed', value: 2 },
      { minute: minute - 1, name: 'placed', value: 3 },
      { minute, name: 'ok', value: 7 },
      { minute, name: 'lateness_p95', value: 40 },
      { minute: minute - 2, name: 'lateness_p95', value: 90 },
      { minute: minute - 100_000, name: 'placed', value: 99 },
    ];
    const last = seriesOf(figures, '6h', NOW).at(-1)!;
    expect(last).toMatchObject({ placed: 5, calls: { ok: 7, timeout: 0 }, lateness_p95_ms: 90, waiting: null });
    expect(seriesOf(figures, '1h', NOW).at(-1)).toMatchObject({ placed: 2, lateness_p95_ms: 40 });
  });
});

it('knows the class of every outcome', () => {
  const classes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, callClassOf(outcome)]));
  expect(classes).toMatchObject({ completed: 'ok', gone: 'seller_error', dns_error: 'network', late: null });
  expect(classes).toMatchObject({ timeout: 'timeout', blocked_address: 'refused', unauthorized: 'seller_error' });
});
