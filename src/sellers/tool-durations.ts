import type { DurationDistribution } from '../domain/learned/duration-distribution.js';
import { histogramOf, type DurationBar } from '../domain/learned/duration-histogram.js';
import type { SeenDuration } from '../domain/learned/duration-sketch.js';
import { etaAfter, LEAST_SAMPLES, type Eta } from '../domain/learned/eta.js';
import { planOutlook } from '../domain/plan-simulation/plan-outlook.js';
import type { PollPlan } from '../domain/poll-plan.js';
import type { Asker } from '../storage/audit-log.js';
import type { PlanPreviewParts } from './plan-preview.js';
import { OneAtATime } from './one-at-a-time.js';
import { findTool } from './own-tool.js';
import { learnedDurations, newestOrders } from './past-orders.js';

/** How long a tool's orders took, and when its plan asks: to be drawn over each other. */
export interface ToolDurationsView {
  readonly short_id: string;
  /** Past orders in the histogram: the newest 1,000 of the last 30 days that their seller ended after a while. */
  readonly sample: number;
  /** Those of which it is known to the second; of the others two checks tell the span, and the likeliest middle of it counts. */
  readonly exact: number;
  readonly unit: 's';
  readonly histogram: readonly DurationBar[];
  readonly eta: Eta | null;
  readonly plan: {
    readonly strategy: PollPlan['strategy'];
    readonly checks_s: readonly number[];
    readonly expected_checks: number | null;
    readonly expected_wait_s: number | null;
  };
}

/** One at a time, and the same for a minute: an estimate and a plan cost tens of milliseconds. */
export class ToolDurations {
  private readonly views: OneAtATime<ToolDurationsView>;

  constructor(private readonly parts: PlanPreviewParts) {
    this.views = new OneAtATime(parts.clock);
  }

  async of(asker: Asker, shortId: string): Promise<ToolDurationsView> {
    const { poll, deadline_s: deadlineS } = await findTool(this.parts.tools, asker, shortId);
    const key = JSON.stringify([shortId, deadlineS, poll]);
    return this.views.of(key, () => this.workOut(shortId, deadlineS, JSON.parse(poll) as PollPlan));
  }

  private async workOut(shortId: string, deadlineS: number, poll: PollPlan): Promise<ToolDurationsView> {
    const now = this.parts.clock.now();
    const { past } = await newestOrders(this.parts.history, shortId, now);
    const learned = await learnedDurations(this.parts.durations, shortId, now);
    const distribution = learned?.distribution ?? null;
    const seconds = past.flatMap(({ seen }) => secondsOf(seen, distribution) ?? []);
    return {
      ...{ short_id: shortId, sample: seconds.length, exact: past.filter(({ seen }) => seen.kind === 'exact').length },
      ...{ unit: 's', histogram: histogramOf(seconds) },
      eta: learned && etaAfter(learned.distribution, learned.sample, 0),
      // A plan goes by what was learned once that is enough, and not before.
      plan: this.planOf(poll, deadlineS, learned !== null && learned.sample >= LEAST_SAMPLES ? distribution : null),
    };
  }

  private planOf(poll: PollPlan, deadlineS: number, distribution: DurationDistribution | null) {
    const { checksS, expected } = planOutlook(poll, { ...this.parts.rules, deadlineS }, distribution);
    return {
      ...{ strategy: poll.strategy, checks_s: checksS.map(rounded) },
      expected_checks: expected && rounded(expected.checks),
      expected_wait_s: expected === null || expected.waitS === null ? null : rounded(expected.waitS),
    };
  }
}

/** Of a span what half of the orders that end within it take at most, by what is known of all; null where the end was not seen. */
function secondsOf(seen: SeenDuration, distribution: DurationDistribution | null): number | null {
  if (seen.kind === 'over') return null;
  if (seen.kind === 'exact') return seen.s;
  const { afterS, atMostS } = seen;
  if (distribution === null) return (afterS + atMostS) / 2;
  const middle = distribution.quantile((distribution.cdf(afterS) + distribution.cdf(atMostS)) / 2);
  return Math.min(atMostS, Math.max(afterS, middle));
}

function rounded(number: number): number {
  return Math.round(number * 1_000) / 1_000;
}
