import type { ChartData } from '../../parts/chart-data.ts';
import { system } from '../../words/system.ts';
import type { Answer } from '../../../src/client/client.ts';

export type Sweep = Answer<'/v1/sweeps', 'get'>['sweeps'][number];

const words = system.sweeps;

/** Sweeps come newest first; a chart goes the other way. */
export function checksOf(sweeps: readonly Sweep[]): ChartData {
  const { x, of } = risingOf(sweeps);
  return {
    x,
    series: [
      { label: words.due, color: 'gray', values: of(({ due }) => due) },
      { label: words.checked, color: 'blue', values: of(({ checked }) => checked) },
      { label: words.changed, color: 'green', values: of(({ changed }) => changed) },
      { label: words.failed, color: 'red', values: of(({ failed }) => failed) },
    ],
  };
}

/** In milliseconds. */
export function timesOf(sweeps: readonly Sweep[]): ChartData {
  const { x, of } = risingOf(sweeps);
  return {
    x,
    series: [
      { label: words.duration, color: 'blue', values: of(({ duration_ms }) => duration_ms) },
      { label: words.lateness, color: 'orange', values: of(({ lateness }) => lateness) },
    ],
  };
}

function risingOf(sweeps: readonly Sweep[]) {
  const rising = [...sweeps].sort((a, b) => Date.parse(a.opened_at) - Date.parse(b.opened_at));
  return {
    x: rising.map(({ opened_at }) => Date.parse(opened_at)),
    of: (value: (sweep: Sweep) => number | null) => rising.map(value),
  };
}
