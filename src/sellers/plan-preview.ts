import type { Clock } from '../domain/clock.js';
import { ageTo } from '../domain/learned/duration-sketch.js';
import { estimate } from '../domain/learned/estimate.js';
import { etaAfter, type Eta } from '../domain/learned/eta.js';
import { seenDuration } from '../domain/learned/seen-duration.js';
import { readSketch } from '../domain/learned/sketch-json.js';
import { readOrderClass } from '../domain/order-class.js';
import { foldHistory, type PastOrder } from '../domain/plan-simulation/past-durations.js';
import { previewPlan, type PlanFigures } from '../domain/plan-simulation/preview-plans.js';
import type { PollPlan } from '../domain/poll-plan.js';
import type { JsonValue } from '../domain/strict-json.js';
import type { Asker } from '../storage/audit-log.js';
import { ALL_CLASSES, type DurationStore } from '../storage/duration-store.js';
import type { FinishedOrder, ToolHistory } from '../storage/tool-history.js';
import type { ToolStore } from '../storage/tool-store.js';
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

/** Tries plans on a tool's own history, on a virtual clock: the same orders and plans give the same figures. */
export class PlanPreviews {
  constructor(private readonly parts: PlanPreviewParts) {}

  /** `polls`: plans as JSON texts; 400 that names `poll` where one cannot be read. */
  async of(asker: Asker, shortId: string, polls: readonly string[]): Promise<PlanPreview> {
    const tool = await findTool(this.parts.tools, asker, shortId);
    const plans = polls.length > 0 ? readPlans(polls) : withUsualPlans(JSON.parse(tool.poll) as PollPlan);
    const since = this.parts.clock.now() - WINDOW_MS;
    const keys = plans.flatMap((plan) => (plan.strategy === 'adaptive' ? [plan.class_from] : []));
    const orders = await this.newest(shortId, since, keys.length > 0);
    const folds = foldHistory(orders.flatMap((order) => toPast(order, keys)));
    const rules = { ...this.parts.rules, deadlineS: tool.deadline_s, mostChecks: MOST_CHECKS };
    const tried: PlanPreview['plans'] = [];
    for (const poll of plans) {
      tried.push({ poll, ...previewPlan(folds, poll, rules) });
      await turn();
    }
    const told = { short_id: shortId, sample: orders.length, since: new Date(since).toISOString() };
    return { ...told, plans: tried, eta: await this.eta(shortId) };
  }

  private async newest(shortId: string, sinceMs: number, withInputs: boolean): Promise<FinishedOrder[]> {
    const orders: FinishedOrder[] = [];
    while (orders.length < MOST_ORDERS) {
      const page = await this.parts.history.finished({ shortId, sinceMs, withInputs }, PAGE, orders.at(-1) ?? null);
      orders.push(...page);
      if (page.length < PAGE) break;
      await turn();
    }
    return orders;
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

/** Others wait for the loop. */
function turn(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
