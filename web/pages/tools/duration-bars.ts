import type { ToolDurations } from '../../api/client.ts';

export interface Bar {
  readonly fromS: number;
  readonly toS: number;
  readonly count: number;
  /** Shares of the drawing's width and height: 0 to 1. */
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly bars: readonly Bar[];
  /** Where the plan asks, as shares of the width; those outside are left out. */
  readonly checks: readonly { readonly atS: number; readonly x: number }[];
  readonly marks: readonly { readonly label: 'p50' | 'p90'; readonly x: number }[];
}

/** A histogram on a logarithmic axis, since durations of one tool lie from seconds to days. Null where nothing is known. */
export function drawingOf({ histogram, plan, eta }: ToolDurations): Drawing | null {
  const [first, last] = [histogram[0], histogram.at(-1)];
  if (!first || !last) return null;
  const least = Math.max(0.1, Math.min(first.from_s || first.to_s / 2, plan.checks_s[0] ?? Infinity));
  const most = Math.max(last.to_s, least * 2);
  const x = (s: number) => Math.log(Math.max(s, least) / least) / Math.log(most / least);
  const highest = Math.max(...histogram.map(({ count }) => count));
  const inside = (at: number) => at >= 0 && at <= 1;
  return {
    bars: histogram.map(({ from_s, to_s, count }) => ({
      ...{ fromS: from_s, toS: to_s, count, x: x(from_s), width: Math.max(0.002, x(to_s) - x(from_s)) },
      height: count / highest,
    })),
    checks: plan.checks_s.map((atS) => ({ atS, x: x(atS) })).filter((check) => check.atS >= least && inside(check.x)),
    marks:
      eta === null
        ? []
        : (
            [
              { label: 'p50', x: x(eta.p50_s) },
              { label: 'p90', x: x(eta.p90_s) },
            ] as const
          ).filter((mark) => inside(mark.x)),
  };
}
