/** One line of a table of delays, in milliseconds. */
export interface Delays {
  readonly what: string;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export function delaysOf(what: string, values: readonly number[]): Delays {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { what, count: sorted.length, p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? NaN };
}

/** The first line is the baseline; the last tells how much the second is over it. */
export function delayTable(delays: readonly [Delays, Delays], counted: string, aimMs: number): string[] {
  const [baseline, loaded] = delays;
  const over = loaded.p99 - baseline.p99;
  return [...delayRows(delays, counted), '', `p99 over the baseline: ${ms(over)} (aim: at most ${aimMs} ms)`];
}

/** The table alone, with its head. */
export function delayRows(delays: readonly Delays[], counted: string): string[] {
  return [
    row(['', counted, 'p50', 'p99', 'max']),
    ...delays.map(({ what, count, p50, p99, most }) => row([what, String(count), ...[p50, p99, most].map(ms)])),
  ];
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function row(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(28) : cell.padStart(12))).join('');
}

/** Percentiles of what is promised by its p95; any unit. */
export interface Percentiles {
  readonly what: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
}

export function percentilesOf(what: string, values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { what, count: sorted.length, p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? NaN };
}
