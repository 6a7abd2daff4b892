import type { Clock } from '../domain/clock.js';
import type { DurationDistribution } from '../domain/learned/duration-distribution.js';
import { ageTo, HALF_LIFE_MS, sampleSize } from '../domain/learned/duration-sketch.js';
import { estimate } from '../domain/learned/estimate.js';
import { LEAST_SAMPLES } from '../domain/learned/eta.js';
import { planInstants, type InstantPlan } from '../domain/learned/plan-instants.js';
import { readSketch } from '../domain/learned/sketch-json.js';
import type { LearnedPlan } from '../domain/poll-plan.js';
import { ALL_CLASSES, type DurationStore } from '../storage/duration-store.js';
import type { ToolDurationRow } from '../storage/entities/tool-duration.js';

/** Tools and classes held in memory, some 50 KB each with their plan. */
const MOST_KEPT = 500;
/** Class names that have no sketch, some 100 bytes each: buyers may name a new one with every order. */
const MOST_UNKNOWN = 2_000;
/** How long what is held is believed: another process may have learned meanwhile. */
const BELIEVED_MS = 60_000;
/** By such a part more durations it is worked out anew at once; */
const GROWTH = 0.05;
/** and once BELIEVED_MS are over by such a part of those that weigh in, which are about so many. */
const WEIGHING = 250;

/** How long the orders of a tool, or of a class of it, take. */
export interface Learned {
  readonly distribution: DurationDistribution;
  /** Past durations that it rests on: those whose end was seen; LEAST_SAMPLES at least. */
  readonly sample: number;
}

type Row = Pick<ToolDurationRow, 'sketch' | 'samples' | 'updated_at'>;

interface Kept {
  /** Null under LEAST_SAMPLES. */
  readonly learned: Learned | null;
  /** Of the sketch that it was worked out from. */
  readonly samples: number;
  readonly updatedAt: number;
  readAt: number;
  /** Of the sketch as this process last wrote it. */
  newest: number;
  plan: { readonly budget: number; readonly maxGapS: number; readonly instants: InstantPlan } | null;
}

/**
 * What was learned, in memory: a check reads the row of its tool, and of its class, at most once a minute or when this process
 * has made it grow by a twentieth. Estimates and plans cost milliseconds to some tens of them, so they are kept until enough
 * durations have come, whoever wrote them.
 */
export class LearnedTools {
  private readonly kept = new Map<string, Kept>();
  /** Classes without a sketch, and when that was read: they go by their tool's, and never take a tool's place. */
  private readonly unknown = new Map<string, number>();
  private readonly refreshing = new Map<string, Promise<void>>();

  constructor(
    private readonly durations: Pick<DurationStore, 'find'>,
    private readonly clock: Clock,
    private readonly minIntervalMs: number,
  ) {}

  /** Sees to it that `of` and `planFor` know the tool, and the class where one is named; called outside transactions. */
  async refresh(shortId: string, ofClass: string | null): Promise<void> {
    await this.refreshOne(shortId, ALL_CLASSES);
    if (ofClass !== null) await this.refreshOne(shortId, ofClass);
  }

  /** The class where it has samples enough, else the tool; null where neither has, or nobody refreshed them. */
  of(shortId: string, ofClass: string | null): Learned | null {
    return this.find(shortId, ofClass)?.learned ?? null;
  }

  /** The instants of a plan, from the same. */
  planFor(plan: LearnedPlan, shortId: string, ofClass: string | null): InstantPlan | null {
    const kept = this.find(shortId, ofClass);
    if (!kept?.learned) return null;
    const { budget, max_interval_s: maxGapS } = plan;
    if (kept.plan?.budget !== budget || kept.plan.maxGapS !== maxGapS) {
      const limits = { budget, maxGapS, minGapS: this.minIntervalMs / 1_000 };
      kept.plan = { budget, maxGapS, instants: planInstants(kept.learned.distribution, limits) };
    }
    return kept.plan.instants;
  }

  /** This process has written a sketch of so many samples. */
  grew(shortId: string, ofClass: string, samples: number): void {
    const key = keyOf(shortId, ofClass);
    this.unknown.delete(key);
    const kept = this.kept.get(key);
    if (kept !== undefined) kept.newest = samples;
  }

  private find(shortId: string, ofClass: string | null): Kept | undefined {
    const narrow = ofClass === null ? undefined : this.kept.get(keyOf(shortId, ofClass));
    return narrow?.learned ? narrow : this.kept.get(keyOf(shortId, ALL_CLASSES));
  }

  private async refreshOne(shortId: string, ofClass: string): Promise<void> {
    const key = keyOf(shortId, ofClass);
    const kept = this.kept.get(key);
    if (kept !== undefined && !this.isStale(kept)) return keep(this.kept, key, kept, MOST_KEPT);
    if (this.clock.elapsed() - (this.unknown.get(key) ?? -Infinity) < BELIEVED_MS) return;
    const running = this.refreshing.get(key) ?? this.read(key, shortId, ofClass);
    this.refreshing.set(key, running);
    await running.finally(() => this.refreshing.delete(key));
  }

  private isStale(kept: Kept): boolean {
    return hasGrown(kept, kept.newest) || this.clock.elapsed() - kept.readAt >= BELIEVED_MS;
  }

  private async read(key: string, shortId: string, ofClass: string): Promise<void> {
    const row = await this.durations.find(shortId, ofClass);
    const [now, readAt] = [this.clock.now(), this.clock.elapsed()];
    if (row === null && ofClass !== ALL_CLASSES) {
      this.kept.delete(key);
      return keep(this.unknown, key, readAt, MOST_UNKNOWN);
    }
    const before = this.kept.get(key);
    const isStill = before !== undefined && !hasGrown(before, before.newest) && stillHolds(before, row);
    keep(this.kept, key, isStill ? { ...before, readAt } : { ...workOut(row, now), readAt }, MOST_KEPT);
  }
}

/** Anew into the map, so that the one longest unused stands first and goes first. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value as string);
}

function hasGrown(kept: Kept, samples: number): boolean {
  return Math.abs(samples - kept.samples) > GROWTH * kept.samples;
}

/** Samples fade with time, so that what came since is the difference to what is left of them. */
function stillHolds(kept: Kept, row: Row | null): boolean {
  const updatedAt = Number(row?.updated_at ?? 0);
  if (row === null || updatedAt === kept.updatedAt) return kept.updatedAt === updatedAt;
  const left = kept.samples * 2 ** ((kept.updatedAt - updatedAt) / HALF_LIFE_MS);
  return Math.abs(Number(row.samples) - left) < Math.max(1, GROWTH * Math.min(left, WEIGHING));
}

function workOut(row: Row | null, now: number): Omit<Kept, 'readAt'> {
  const read = row === null ? null : readSketch(row.sketch);
  const sketch = read?.ok ? read.sketch : null;
  const [samples, updatedAt] = [sketch?.samples ?? 0, Number(row?.updated_at ?? 0)];
  const kept = { learned: null, samples, newest: samples, updatedAt, plan: null };
  if (sketch === null || sampleSize(ageTo(sketch, now)) < LEAST_SAMPLES) return kept;
  const distribution = estimate(sketch);
  // What was given up says how long orders last at least, and not when they end.
  const sample = Math.round(ageTo(sketch, now).samples * distribution.finishing);
  return sample < LEAST_SAMPLES ? kept : { ...kept, learned: { distribution, sample } };
}

function keyOf(shortId: string, ofClass: string): string {
  return `${shortId}/${ofClass}`;
}
