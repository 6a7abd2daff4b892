import type { DurationDistribution } from '../learned/duration-distribution.js';
import { merge, sketchOf, type DurationSketch, type SeenDuration } from '../learned/duration-sketch.js';
import { estimate } from '../learned/estimate.js';
import type { PlacedOrder } from './asker.js';
import { runThrough } from './steps.js';

/** A finished order of a tool: when its forward was answered (epoch milliseconds), and what is known of how long it took. */
export interface PastOrder {
  readonly forwardedMs: number;
  readonly seen: SeenDuration;
  readonly classes?: PlacedOrder['classes'];
}

/** Half of the orders, and what the other half teaches. */
export interface Fold {
  readonly orders: readonly PlacedOrder[];
  /** Of the other half: no plan is tried on the very orders that it learned from. */
  readonly learned: DurationDistribution;
}

/** Steps of the golden ratio: as evenly spread over 0 to 1 as any such row, whichever part of it is taken. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The orders as they can be simulated. Where only an interval is known, the duration is drawn from the estimate of all, within
 * the interval; the draws are the same on every run. Empty without orders.
 */
export function foldHistory(history: readonly PastOrder[]): Fold[] {
  return runThrough(foldSteps(history));
}

/** The same in steps, for a caller that has other things to do between them. */
export function* foldSteps(history: readonly PastOrder[]): Generator<void, Fold[]> {
  const ended = history.filter(({ seen }) => seen.kind !== 'over').sort((a, b) => a.forwardedMs - b.forwardedMs);
  if (ended.length === 0) return [];
  const halves = [0, 1].map((rest) => ended.filter((_, i) => i % 2 === rest));
  // Later orders count more, as they do in every sketch; by how many came since, not by time.
  const [even, odd] = halves.map((half) =>
    sketchOf(
      half.map(({ seen }) => seen),
      0,
    ),
  ) as [DurationSketch, DurationSketch];
  yield;
  const all = estimate(merge(even, odd));
  const learned: DurationDistribution[] = [];
  for (const sketch of [odd, even]) {
    yield;
    learned.push(sketch.cells.length === 0 ? all : estimate(sketch));
  }
  yield;
  return halves.map((half, k) => ({
    orders: half.map((order, i) => place(order, all, ((i + 1) * GOLDEN) % 1)),
    learned: learned[k] ?? all,
  }));
}

function place(order: PastOrder, all: DurationDistribution, draw: number): PlacedOrder {
  const { forwardedMs, seen, classes = {} } = order;
  return { placedS: forwardedMs / 1_000, durationS: secondsOf(seen, all, draw), classes };
}

function secondsOf(seen: SeenDuration, all: DurationDistribution, draw: number): number {
  if (seen.kind === 'exact') return seen.s;
  const afterS = seen.afterS;
  if (seen.kind === 'over') return afterS;
  const [from, to] = [all.cdf(afterS), all.cdf(seen.atMostS)];
  const drawn = all.quantile(from + draw * (to - from));
  return Math.min(seen.atMostS, Math.max(afterS, drawn));
}
