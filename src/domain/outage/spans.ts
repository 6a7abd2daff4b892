/** A time, in epoch milliseconds; `to` is behind it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many milliseconds of a span none of the others covers: what an order has lost by it and was not given yet. */
export function uncovered(span: Span, others: readonly Span[]): number {
  let [at, left] = [span.from, 0];
  for (const { from, to } of [...others].sort((a, b) => a.from - b.from)) {
    if (from > at) left += Math.max(0, Math.min(from, span.to) - at);
    at = Math.max(at, to);
  }
  return left + Math.max(0, span.to - at);
}
