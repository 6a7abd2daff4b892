import type { Clock } from '../domain/clock.js';
import { etaAfter, type Eta } from '../domain/learned/eta.js';
import { foldSteps } from '../domain/plan-simulation/past-durations.js';
import { previewSteps, type PlanFigures } from '../domain/plan-simulation/preview-plans.js';
import type { PollPlan } from '../domain/poll-plan.js';
import type { Asker } from '../storage/audit-log.js';
import type { DurationStore } from '../storage/duration-store.js';
import type { ToolHistory } from '../storage/tool-history.js';
import type { ToolStore } from '../storage/tool-store.js';
import { OneAtATime } from './one-at-a-time.js';
import { findTool } from './own-tool.js';
import { learnedDurations, newestOrders, turn } from './past-orders.js';
import { readPlans, withUsualPlans } from './preview-choice.js';

/** Simulated for one plan: some hundredths of a second. */
const MOST_CHECKS = 10_000;

/** What of the server's settings bears on when checks are made. */
export interface CheckRules {
  readonly sweepCron: string;
  readonly minIntervalMs: number;
  /** The whole budget of one check, in milliseconds. */
  readonly checkTimeoutMs: number;
}

/** What plans would have come to on a tool's past orders. */
export interface PlanPreview {
  readonly short_id: string;
  /** Past orders looked at. */
  readonly sample: number;
  readonly since: string;
  readonly plans: (PlanFigures & { readonly poll: PollPlan })[];
  readonly eta: Eta | null;
}

export interface PlanPreviewParts {
  readonly tools: ToolStore;
  readonly history: Pick<ToolHistory, 'finished'>;
  readonly durations: Pick<DurationStore, 'find'>;
  readonly clock: Clock;
  readonly rules: CheckRules;
}

/**
 * Tries plans on a tool's own history, on a virtual clock: the same orders and plans give the same figures. One preview at a
 * time, in short turns: whatever is asked here, checks and callbacks go on.
 */
export class PlanPreviews {
  private readonly previews: OneAtATime<PlanPreview>;

  constructor(private readonly parts: PlanPreviewParts) {
    this.previews = new OneAtATime(parts.clock);
  }

  /** `polls`: plans as JSON texts; 400 that names `poll` where one cannot be read. The same for a minute. */
  async of(asker: Asker, shortId: string, polls: readonly string[]): Promise<PlanPreview> {
    const { poll, deadline_s: deadlineS } = await findTool(this.parts.tools, asker, shortId);
    const plans = polls.length > 0 ? readPlans(polls) : withUsualPlans(JSON.parse(poll) as PollPlan);
    const key = JSON.stringify([shortId, deadlineS, plans]);
    return this.previews.of(key, () => this.workOut(shortId, deadlineS, plans));
  }

  private async workOut(shortId: string, deadlineS: number, plans: readonly PollPlan[]): Promise<PlanPreview> {
    const now = this.parts.clock.now();
    const keys = plans.flatMap((plan) => (plan.strategy === 'adaptive' ? [plan.class_from] : []));
    const { sample, sinceMs, past } = await newestOrders(this.parts.history, shortId, now, keys);
    const folds = await inTurns(foldSteps(past));
    const rules = { ...this.parts.rules, deadlineS, mostChecks: MOST_CHECKS };
    const tried: PlanPreview['plans'] = [];
    for (const poll of plans) tried.push({ poll, ...(await inTurns(previewSteps(folds, poll, rules))) });
    const learned = await learnedDurations(this.parts.durations, shortId, now);
    const eta = learned && etaAfter(learned.distribution, learned.sample, 0);
    return { short_id: shortId, sample, since: new Date(sinceMs).toISOString(), plans: tried, eta };
  }
}

/** Each step in a turn of the loop by itself. */
async function inTurns<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await turn();
  }
}
