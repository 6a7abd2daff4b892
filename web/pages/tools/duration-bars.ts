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
  /** Round times to read the axis by. */
  readonly ticks: readonly { readonly atS: number; readonly x: number }[];
  readonly marks: readonly { readonly label: 'p50' | 'p90'; readonly x: number }[];
}

const ROUND_S = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200],
  ...[86_400, 259_200, 604_800, 1_209_600, 2_592_000],
];
/** Nearer than this, as a share of the width, two ticks' words would touch on a narrow page. */
const LEAST_GAP = 0.16;
/** A tick further right would stand over the edge. */
const LAST_TICK = 0.92;

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
    ticks: ticksOf(x),
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

function ticksOf(x: (s: number) => number): Drawing['ticks'] {
  const ticks: { atS: number; x: number }[] = [];
  for (const atS of ROUND_S) {
    const at = x(atS);
    if (at <= 0 || at > LAST_TICK || at - (ticks.at(-1)?.x ?? -1) < LEAST_GAP) continue;
    ticks.push({ atS, x: at });
  }
  return ticks;
}
