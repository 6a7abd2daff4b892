import { describe, expect, it } from '@jest/globals';
import { sketchOf } from '../learned/duration-sketch.js';
import { estimate } from '../learned/estimate.js';
import { planInstants } from '../learned/plan-instants.js';
import type { FixedPlan, LearnedPlan } from '../poll-plan.js';
import { planOutlook } from './plan-outlook.js';

const rules = { sweepCron: '*/15 * * * *', minIntervalMs: 1_000, deadlineS: 3_600 };
const fixed: FixedPlan = { strategy: 'fixed', initial_s: 10, interval_s: 60, jitter: 0.1 };
const learned: LearnedPlan = { strategy: 'learned', budget: 3, max_interval_s: 3_600, jitter: 0.1 };
/** Five minutes, give or take half a minute. */
const known = estimate(
  sketchOf(
    Array.from({ length: 200 }, (_, n) => ({ kind: 'exact' as const, s: 270 + (n % 61) })),
    0,
  ),
);

describe('the outlook of a plan', () => {
  it('of the sweep has no instants: they are the ticks’', () => {
    expect(planOutlook({ strategy: 'sweep' }, rules, known)).toEqual({ checksS: [], expected: null });
  });

  it('tells the instants without jitter, fifty at most, and none at the deadline', () => {
    const { checksS } = planOutlook(fixed, rules, null);
    expect(checksS.slice(0, 3)).toEqual([10, 70, 130]);
    expect(checksS).toHaveLength(50);
    expect(planOutlook({ ...fixed, max_checks: 4 }, rules, null).checksS).toEqual([10, 70, 130, 190]);
    expect(planOutlook({ ...fixed, timeout_s: 100 }, rules, null).checksS).toEqual([10, 70]);
    expect(planOutlook(fixed, { ...rules, deadlineS: 131 }, null).checksS).toEqual([10, 70, 130]);
  });

  it('expects what the distribution says: a check for each that none before found', () => {
    expect(planOutlook(fixed, rules, null).expected).toBeNull();
    const often = planOutlook({ ...fixed, initial_s: 2, interval_s: 2 }, rules, known).expected!;
    expect(often.checks).toBeGreaterThan(140);
    expect(often.checks).toBeLessThan(200);
    expect(often.waitS).toBeCloseTo(1, 1);
    const once = planOutlook({ ...fixed, initial_s: 3_000, interval_s: 60 }, rules, known).expected!;
    expect(once.checks).toBeCloseTo(1, 1);
    expect(once.waitS).toBeGreaterThan(2_500);
  });

  it('counts the checks of a plan that gives up before anything ends', () => {
    expect(planOutlook({ ...fixed, timeout_s: 100 }, rules, known).expected?.checks).toBeCloseTo(2, 1);
  });

  it('of `learned` is that of the instants that are really asked at, within the budget', () => {
    const { checksS, expected } = planOutlook(learned, rules, known);
    const planned = planInstants(known, { budget: 3, maxGapS: 3_600, minGapS: 1 }).expected;
    expect(expected!.checks).toBeLessThanOrEqual(3.05);
    expect(expected!.checks).toBeCloseTo(planned.checks, 1);
    expect(Math.abs(expected!.waitS! - planned.waitS)).toBeLessThan(5);
    expect(checksS[0]).toBeGreaterThan(250);
  });

  it('of `learned` without enough past orders are the instants of a beginner', () => {
    expect(planOutlook(learned, rules, null).checksS.slice(0, 3)).toEqual([30, 75, 142.5]);
  });
});
