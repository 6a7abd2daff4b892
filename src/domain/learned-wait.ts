import { nextInstant } from './learned/plan-instants.js';
import { LONGEST_OVERSHOOT_S } from './learned/tail-instants.js';
import type { LearnedPlan, PlanInput } from './poll-plan.js';

/** Under so few samples a plan `learned` asks like `exponential` with these, in seconds. */
const FIRST_S = 30;
const GROWTH = 1.5;
/** A seller is asked so long after the end that it foretells, at least. */
const AFTER_ETA_MS = 1_000;
/** The least part of the planned wait that remains, however soon the seller says that it will be done. */
const LEAST_PART = 0.5;

/** The gap after `checksDone` checks where nothing is learned yet, in milliseconds, before jitter. */
export function unlearnedGapMs(plan: LearnedPlan, checksDone: number): number {
  return Math.min(FIRST_S * GROWTH ** checksDone, plan.max_interval_s, LONGEST_OVERSHOOT_S) * 1_000;
}

/** Milliseconds from the answer at `nowMs` to the next check, jitter included; `unlearnedMs`: without samples. */
export function learnedWaitMs(plan: LearnedPlan, input: PlanInput, unlearnedMs: number): number {
  const planned = plannedWaitMs(plan, input, unlearnedMs);
  return typeof input.etaS === 'number' ? heedEta(plan, planned, input.etaS, input.random) : planned;
}

function plannedWaitMs(plan: LearnedPlan, input: PlanInput, unlearnedMs: number): number {
  const { learned, nowMs, startedMs, random } = input;
  if (!learned) return unlearnedMs * (1 + plan.jitter * (2 * random - 1));
  const elapsedS = Math.max(0, nowMs - startedMs) / 1_000;
  return (nextInstant(learned, elapsedS, plan.jitter, random) - elapsedS) * 1_000;
}

/**
 * The seller knows this one order, the plan only its like: its `eta_s` moves the look to just after the end it foretells. But
 * not before half of the planned wait, so that a seller that is always "done in a second" costs at most twice the checks; and
 * not later than `max_interval_s` and an hour from now (or than the planned look, where that is later still), so that one
 * that is done sooner than it said is found as soon as any other.
 */
function heedEta(plan: LearnedPlan, plannedMs: number, etaS: number, random: number): number {
  const wished = etaS * 1_000 * (1 + plan.jitter * random) + AFTER_ETA_MS;
  const latest = Math.max(plannedMs, Math.min(plan.max_interval_s, LONGEST_OVERSHOOT_S) * 1_000);
  return Math.min(latest, Math.max(LEAST_PART * plannedMs, wished));
}
