import { ageTo } from '../domain/learned/duration-sketch.js';
import type { DurationDistribution } from '../domain/learned/duration-distribution.js';
import { estimate } from '../domain/learned/estimate.js';
import { seenDuration } from '../domain/learned/seen-duration.js';
import { readSketch } from '../domain/learned/sketch-json.js';
import { readOrderClass } from '../domain/order-class.js';
import type { PastOrder } from '../domain/plan-simulation/past-durations.js';
import type { JsonValue } from '../domain/strict-json.js';
import { ALL_CLASSES, type DurationStore } from '../storage/duration-store.js';
import type { FinishedOrder, ToolHistory } from '../storage/tool-history.js';

const WINDOW_MS = 30 * 86_400_000;
const MOST_ORDERS = 1_000;
const PAGE = 100;

/** What a tool's seller has finished of late: orders of the last 30 days, the newest 1,000, test orders left out. */
export interface Newest {
  /** Orders created since then were looked at; epoch milliseconds. */
  readonly sinceMs: number;
  /** Orders read. */
  readonly sample: number;
  /** Those whose end tells how long they took. */
  readonly past: readonly PastOrder[];
}

/** `keys`: the classes wanted of each. Page by page with a turn of the loop between: others wait for the reader. */
export async function newestOrders(
  history: Pick<ToolHistory, 'finished'>,
  shortId: string,
  nowMs: number,
  keys: readonly string[] = [],
): Promise<Newest> {
  const past: PastOrder[] = [];
  let sample = 0;
  const wanted = { shortId, sinceMs: nowMs - WINDOW_MS, withInputs: keys.length > 0 };
  for (let last: FinishedOrder | null = null; sample < MOST_ORDERS;) {
    const page: FinishedOrder[] = await history.finished(wanted, PAGE, last);
    past.push(...page.flatMap((order) => toPast(order, keys)));
    sample += page.length;
    last = page.at(-1) ?? null;
    if (page.length < PAGE) break;
    await turn();
  }
  return { sinceMs: wanted.sinceMs, sample, past };
}

/** How long a tool's orders take, all classes together. */
export interface LearnedDurations {
  readonly distribution: DurationDistribution;
  /** Past durations that it rests on: those whose end was seen. */
  readonly sample: number;
}

/** By what was learned of all its orders, however few; null where nothing was. */
export async function learnedDurations(
  durations: Pick<DurationStore, 'find'>,
  shortId: string,
  nowMs: number,
): Promise<LearnedDurations | null> {
  const row = await durations.find(shortId, ALL_CLASSES);
  const read = row === null ? null : readSketch(row.sketch);
  if (!read?.ok || read.sketch.cells.length === 0) return null;
  const distribution = estimate(read.sketch);
  const { samples } = ageTo(read.sketch, nowMs);
  return { distribution, sample: Math.round(samples * distribution.finishing) };
}

/** Others wait for the loop. */
export function turn(): Promise<void> {
  return new Promise((next) => setImmediate(next));
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
