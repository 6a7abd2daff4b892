/** How many durations lay in a span: more than `from_s`, at most `to_s` seconds. */
export interface DurationBar {
  readonly from_s: number;
  readonly to_s: number;
  readonly count: number;
}

const MOST_BARS = 40;
/** Each bar is so many times as wide as the one before; the finest of them that needs no more bars than there may be. */
const RATIOS = [1.1, 1.25, 1.5, 2, 4];

/**
 * Durations in bars that grow with them, from the bar of the shortest to that of the longest, those between without any too.
 * All under a second are one bar.
 */
export function histogramOf(seconds: readonly number[]): DurationBar[] {
  const sorted = seconds.filter((s) => s >= 0 && s < Infinity).sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return [];
  const ratio = RATIOS.find((tried) => barOf(most, tried) - barOf(least, tried) < MOST_BARS) ?? Infinity;
  const first = barOf(least, ratio);
  const counts = new Array<number>(barOf(most, ratio) - first + 1).fill(0);
  for (const s of sorted) counts[barOf(s, ratio) - first]! += 1;
  return counts.map((count, i) => ({ from_s: edgeOf(first + i, ratio), to_s: edgeOf(first + i + 1, ratio), count }));
}

/** Bar 0 ends at a second, bar k at ratio^k. */
function barOf(seconds: number, ratio: number): number {
  return seconds <= 1 ? 0 : Math.ceil(Math.log(seconds) / Math.log(ratio) - 1e-9);
}

function edgeOf(bar: number, ratio: number): number {
  return bar === 0 ? 0 : Math.round(ratio ** (bar - 1) * 1_000) / 1_000;
}
