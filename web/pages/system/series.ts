import type { SystemSeries } from '../../api/client.ts';
import type { ChartColor, ChartData } from '../../parts/chart-data.ts';
import { system } from '../../words/system.ts';

const words = system.charts;
type Point = SystemSeries['points'][number];
type Drawn = readonly [label: string, color: ChartColor, value: (point: Point) => number | null];

const DRAWN = {
  throughput: [
    [words.placed, 'blue', ({ placed }) => placed],
    [words.completed, 'green', ({ completed }) => completed],
    [words.failed, 'red', ({ failed }) => failed],
    [words.expired, 'orange', ({ expired }) => expired],
  ],
  calls: [
    [words.ok, 'green', ({ calls }) => calls.ok],
    [words.seller_error, 'red', ({ calls }) => calls.seller_error],
    [words.timeout, 'orange', ({ calls }) => calls.timeout],
    [words.network, 'violet', ({ calls }) => calls.network],
    [words.refused, 'gray', ({ calls }) => calls.refused],
  ],
  lateness: [[words.p95, 'violet', ({ lateness_p95_ms }) => lateness_p95_ms]],
  work: [
    [words.due, 'red', ({ due }) => due],
    [words.waiting, 'blue', ({ waiting }) => waiting],
  ],
} as const satisfies Record<string, readonly Drawn[]>;

/** What the page draws of the system's past, each with the times below it. */
export function chartsOf({ points }: Pick<SystemSeries, 'points'>): Readonly<Record<keyof typeof DRAWN, ChartData>> {
  const x = points.map(({ at }) => Date.parse(at));
  const drawn = (lines: readonly Drawn[]): ChartData => ({
    x,
    series: lines.map(([label, color, value]) => ({ label, color, values: points.map(value) })),
  });
  return {
    throughput: drawn(DRAWN.throughput),
    calls: drawn(DRAWN.calls),
    lateness: drawn(DRAWN.lateness),
    work: drawn(DRAWN.work),
  };
}
