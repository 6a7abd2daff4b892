import type { Clock } from '../domain/clock.js';
import { ageTo } from '../domain/learned/duration-sketch.js';
import { estimate } from '../domain/learned/estimate.js';
import { etaAfter, type Eta } from '../domain/learned/eta.js';
import { seenDuration } from '../domain/learned/seen-duration.js';
import { readSketch } from '../domain/learned/sketch-json.js';
import { readOrderClass } from '../domain/order-class.js';
import { foldSteps, type PastOrder } from '../domain/plan-simulation/past-durations.js';
import { previewSteps, type PlanFigures } from '../domain/plan-simulation/preview-plans.js';
import type { PollPlan } from '../domain/poll-plan.js';
import type { JsonValue } from '../domain/strict-json.js';
import type { Asker } from '../storage/audit-log.js';
import { ALL_CLASSES, type DurationStore } from '../storage/duration-store.js';
import type { FinishedOrder, ToolHistory } from '../storage/tool-history.js';
import type { ToolStore } from '../storage/tool-store.js';
import { OneAtATime } from './one-at-a-time.js';
import { findTool } from './own-tool.js';
import { readPlans, withUsualPlans } from './preview-choice.js';

const WINDOW_MS = 30 * 86_400_000;
const MOST_ORDERS = 1_000;
const PAGE = 100;
/** Simulated for one plan: some hundredths of a second. */
const MOST_CHECKS = 10_000;

/** What of the server's settings bears on when checks are made. */
export interface CheckRules {
  readonly sweepCron: string;
  readonly minIntervalMs: number;
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
    const since = this.parts.clock.now() - WINDOW_MS;
    const keys = plans.flatMap((plan) => (plan.strategy === 'adaptive' ? [plan.class_from] : []));
    const { sample, past } = await this.newest(shortId, since, keys);
    const folds = await inTurns(foldSteps(past));
    const rules = { ...this.parts.rules, deadlineS, mostChecks: MOST_CHECKS };
    const tried: PlanPreview['plans'] = [];
    for (const poll of plans) tried.push({ poll, ...(await inTurns(previewSteps(folds, poll, rules))) });
    const told = { short_id: shortId, sample, since: new Date(since).toISOString() };
    return { ...told, plans: tried, eta: await this.eta(shortId) };
  }

  private async newest(shortId: string, sinceMs: number, keys: readonly string[]): Promise<Newest> {
    const found: Newest = { sample: 0, past: [] };
    const wanted = { shortId, sinceMs, withInputs: keys.length > 0 };
    for (let last: FinishedOrder | null = null; found.sample < MOST_ORDERS;) {
      const page: FinishedOrder[] = await this.parts.history.finished(wanted, PAGE, last);
      found.past.push(...page.flatMap((order) => toPast(order, keys)));
      found.sample += page.length;
      last = page.at(-1) ?? null;
      if (page.length < PAGE) break;
      await turn();
    }
    return found;
  }

  private async eta(shortId: string): Promise<Eta | null> {
    const row = await this.parts.durations.find(shortId, ALL_CLASSES);
    const read = row === null ? null : readSketch(row.sketch);
    if (!read?.ok || read.sketch.cells.length === 0) return null;
    const distribution = estimate(read.sketch);
    const { samples } = ageTo(read.sketch, this.parts.clock.now());
    return etaAfter(distribution, Math.round(samples * distribution.finishing), 0);
  }
}

interface Newest {
  /** Orders read. */
  sample: number;
  readonly past: PastOrder[];
}

/** An order whose end tells nothing of its duration is left out. */
function toPast(order: FinishedOrder, keys: readonly string[]): PastOrder[] {
  const seen = seenDuration({
    ...{ by: order.delivered_by === 'callback' ? 'told' : 'found', completedMs: null, atWorkMs: order.at_work_at },
    ...{ forwardedMs: order.forwarded_at, endedMs: order.completed_at },
  });
  if (seen === null) return [];
  return [{ forwardedMs: order.forwarded_at, seen, classes: keys.length === 0 ? {} : classesOf(order, keys) }];
}

function classesOf({ inputs, metadata }: FinishedOrder, keys: readonly string[]): Record<string, string | null> {
  const [put, noted] = [inputs ?? '{}', metadata].map((text) => JSON.parse(text) as JsonValue);
  return Object.fromEntries(keys.map((from) => [from, readOrderClass(from, put ?? {}, noted ?? {})]));
}

/** Each step in a turn of the loop by itself. */
async function inTurns<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await turn();
  }
}

/** Others wait for the loop. */
function turn(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
