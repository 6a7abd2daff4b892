import { chart } from '../words/chart.ts';

export type ChartColor = 'blue' | 'green' | 'red' | 'orange' | 'violet' | 'gray';

export interface ChartSeries {
  readonly label: string;
  readonly color: ChartColor;
  /** One for each place of the x axis; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** Rising: times in epoch milliseconds, or any other measure. */
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
}

/** A chart in a sentence: of each series its last value and its highest. */
export function summaryOf(
  title: string,
  { x, series }: ChartData,
  say: { readonly x: (x: number) => string; readonly y: (y: number) => string },
): string {
  const [first, last] = [x[0], x.at(-1)];
  if (first === undefined || last === undefined) return chart.empty(title);
  const parts = series.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    const [latest, most] = [known.at(-1), known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)];
    return chart.part(
      label,
      latest === undefined ? chart.none : say.y(latest),
      known.length ? say.y(most) : chart.none,
    );
  });
  return chart.summary(title, say.x(first), say.x(last), parts.join('; '));
}

/** Each series upon the ones before it, so that the top of the last is the sum of all. */
export function stacked(series: readonly ChartSeries[]): ChartSeries[] {
  const sums: number[] = [];
  return series.map((one) => ({
    ...one,
    values: one.values.map((value, i) => (sums[i] = (sums[i] ?? 0) + (value ?? 0))),
  }));
}
