import { describe, expect, it } from '@jest/globals';
import { stacked, summaryOf, type ChartSeries } from './chart-data.ts';

const series: ChartSeries[] = [
  { label: 'Placed', color: 'blue', values: [1, 5, 2] },
  { label: 'Late', color: 'red', values: [null, 3, null] },
  { label: 'None', color: 'gray', values: [null, null, null] },
];
const say = { x: (x: number) => `t${x}`, y: (y: number) => `${y} s` };

describe('a chart', () => {
  it('is told in a sentence: from when to when, and of each series the last and the highest', () => {
    expect(summaryOf('Orders', { x: [1, 2, 3], series }, say)).toBe(
      'Orders, from t1 to t3. Placed: last 2 s, highest 5 s; Late: last 3 s, highest 3 s; None: last –, highest –.',
    );
    expect(summaryOf('Orders', { x: [], series: [] }, say)).toBe('Orders: nothing to show.');
  });

  it('may be stacked: each series upon those before it', () => {
    expect(stacked(series).map(({ values }) => values)).toEqual([
      [1, 5, 2],
      [1, 8, 2],
      [1, 8, 2],
    ]);
  });
});
