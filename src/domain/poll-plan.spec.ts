import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_PLAN, firstCheckAt, nextCheckAt, type PlanInput, type PollPlan } from './poll-plan.js';

const now = Date.UTC(2026, 10, 6, 12, 3, 20);
const tick = Date.UTC(2026, 10, 6, 12, 15, 0);
const input: PlanInput = {
  nowMs: now,
  deadlineMs: now + 86_400_000,
  startedMs: now,
  checksDone: 0,
  orderClass: null,
  retryAfterMs: null,
  nextCheckS: null,
  minIntervalMs: 1_000,
  sweepCron: '*/15 * * * *',
  random: 0.5,
};
const fixed: PollPlan = { strategy: 'fixed', initial_s: 5, interval_s: 60, jitter: 0.1 };

const exponential: PollPlan = {
  ...{ strategy: 'exponential', initial_s: 5, interval_s: 2, multiplier: 1.5, max_interval_s: 30, jitter: 0.1 },
};
const adaptive: PollPlan = {
  strategy: 'adaptive',
  classes: {
    image: { initial_s: 5, interval_s: 3, timeout_s: 120 },
    video: { initial_s: 60, interval_s: 15, timeout_s: 600 },
    other: { initial_s: 10, interval_s: 4 },
  },
  ...{ class_from: 'model', default: 'other', jitter: 0.1 },
};

const next = (plan: PollPlan, changed: Partial<PlanInput> = {}): object => nextCheckAt(plan, { ...input, ...changed });
const first = (plan: PollPlan, changed: Partial<PlanInput> = {}): object =>
  firstCheckAt(plan, { ...input, ...changed });

describe('a plan', () => {
  it('of the sweep checks at the next tick, the first time too', () => {
    expect(first(DEFAULT_PLAN)).toEqual({ at: tick, bySweep: true });
    expect(next(DEFAULT_PLAN)).toEqual({ at: tick, bySweep: true });
    expect(next(DEFAULT_PLAN, { nowMs: tick })).toEqual({ at: tick + 900_000, bySweep: true });
  });

  it('of fixed gaps waits initial_s once and interval_s from then on', () => {
    expect(first(fixed)).toEqual({ at: now + 5_000, bySweep: false });
    expect(next(fixed)).toEqual({ at: now + 60_000, bySweep: false });
  });

  it('of growing gaps waits initial_s once, then min(interval_s × multiplier^k, max_interval_s), in milliseconds', () => {
    expect(first(exponential)).toEqual({ at: now + 5_000, bySweep: false });
    const gaps = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
      (checksDone) => nextCheckAt(exponential, { ...input, checksDone }).at - now,
    );
    expect(gaps).toEqual([2_000, 3_000, 4_500, 6_750, 10_125, 15_188, 22_782, 30_000, 30_000]);
    expect(next(exponential, { checksDone: 1e6 })).toMatchObject({ at: now + 30_000 });
    expect(next({ ...exponential, multiplier: 1 }, { checksDone: 1e6 })).toMatchObject({ at: now + 2_000 });
  });

  it('by classes waits as the class of the order says, and as its default where that is none', () => {
    const of = (orderClass: string | null) => [
      firstCheckAt(adaptive, { ...input, orderClass }).at - now,
      nextCheckAt(adaptive, { ...input, orderClass, checksDone: 7 }).at - now,
    ];
    expect(of('image')).toEqual([5_000, 3_000]);
    expect(of('video')).toEqual([60_000, 15_000]);
    for (const none of [null, 'music', 'toString', '__proto__', '']) expect(of(none)).toEqual([10_000, 4_000]);
  });

  it('by classes ends with the timeout of the class, or its own where that is shorter', () => {
    const last = { at: input.deadlineMs, bySweep: false, final: true };
    const after = (plan: PollPlan, seconds: number, orderClass: string | null) =>
      next(plan, { orderClass, startedMs: now - seconds * 1_000 });
    expect(after(adaptive, 117, 'image')).toMatchObject({ at: now + 3_000 });
    expect(after(adaptive, 118, 'image')).toEqual(last);
    expect(after(adaptive, 118, 'video')).toMatchObject({ at: now + 15_000 });
    expect(after(adaptive, 80_000, null)).toMatchObject({ at: now + 4_000 });
    expect(after({ ...adaptive, timeout_s: 100 }, 98, 'image')).toEqual(last);
    expect(after({ ...adaptive, timeout_s: 100 }, 98, null)).toEqual(last);
    expect(after({ ...adaptive, timeout_s: 300 }, 118, 'image')).toEqual(last);
  });

  it.each([
    ['exponential', exponential, 2_000],
    ['adaptive', adaptive, 4_000],
  ])('%s is jittered, floored, moved by the answer and limited like the others', (_name, plan, gap) => {
    const one = { checksDone: 1 };
    expect(next(plan, { ...one, random: 0 })).toMatchObject({ at: now + gap * 0.9 });
    expect(next(plan, { ...one, random: 0.75 })).toMatchObject({ at: now + gap * 1.05 });
    expect(next(plan, { ...one, retryAfterMs: 90_000 })).toMatchObject({ at: now + 90_000 });
    expect(next(plan, { ...one, nextCheckS: 1.5, random: 0 })).toMatchObject({ at: now + 1_500 });
    expect(next(plan, { ...one, nextCheckS: 0 })).toMatchObject({ at: now + 1_000 });
    expect(next(plan, { ...one, minIntervalMs: 60_000 })).toMatchObject({ at: now + 60_000 });
    expect(next(plan, { ...one, deadlineMs: now + 1_000 })).toMatchObject({ at: now + 1_000, final: true });
    expect(next({ ...plan, max_checks: 1 }, one)).toMatchObject({ at: input.deadlineMs, final: true });
    expect(next({ ...plan, timeout_s: 1 }, one)).toMatchObject({ at: input.deadlineMs, final: true });
  });

  it('spreads fixed gaps by its jitter, to both sides', () => {
    expect(next(fixed, { random: 0 })).toMatchObject({ at: now + 54_000 });
    expect(next(fixed, { random: 0.75 })).toMatchObject({ at: now + 63_000 });
    expect(next({ ...fixed, jitter: 0 }, { random: 0 })).toMatchObject({ at: now + 60_000 });
  });

  it('makes no two checks closer than the least interval, but lets the first come at once', () => {
    const eager: PollPlan = { ...fixed, initial_s: 0, interval_s: 0.01 };
    expect(first(eager)).toMatchObject({ at: now });
    expect(next(eager)).toMatchObject({ at: now + 1_000 });
    expect(next(fixed, { nextCheckS: 0 })).toMatchObject({ at: now + 1_000 });
    expect(next(DEFAULT_PLAN, { sweepCron: '* * * * * *', nowMs: now + 300 })).toEqual({
      at: now + 2_000,
      bySweep: true,
    });
  });

  it('takes Retry-After as a floor', () => {
    expect(next(fixed, { retryAfterMs: 30_000 })).toMatchObject({ at: now + 60_000 });
    expect(next(fixed, { retryAfterMs: 90_000 })).toMatchObject({ at: now + 90_000 });
    expect(next(DEFAULT_PLAN, { retryAfterMs: tick - now })).toEqual({ at: tick, bySweep: true });
    expect(next(DEFAULT_PLAN, { retryAfterMs: tick - now + 1 })).toEqual({ at: tick + 900_000, bySweep: true });
    expect(first(DEFAULT_PLAN, { retryAfterMs: 20 * 60_000 })).toEqual({ at: tick + 900_000, bySweep: true });
  });

  it('lets next_check_s set the instant, sooner or later, without jitter, and not before Retry-After', () => {
    expect(next(fixed, { nextCheckS: 7.5, random: 0 })).toEqual({ at: now + 7_500, bySweep: false });
    expect(next(DEFAULT_PLAN, { nextCheckS: 7 })).toEqual({ at: now + 7_000, bySweep: false });
    expect(next(fixed, { nextCheckS: 3_600 })).toMatchObject({ at: now + 3_600_000 });
    expect(next(fixed, { nextCheckS: 7, retryAfterMs: 20_000 })).toMatchObject({ at: now + 20_000 });
  });

  it('ends with one check at the deadline', () => {
    const deadlineMs = now + 30_000;
    const last = { at: deadlineMs, bySweep: false, final: true };
    expect(next(fixed, { deadlineMs })).toEqual(last);
    expect(next(DEFAULT_PLAN, { deadlineMs })).toEqual(last);
    expect(next(fixed, { deadlineMs, nextCheckS: 1e9 })).toEqual(last);
    expect(next(fixed, { deadlineMs: now + 60_000 })).toEqual({ ...last, at: now + 60_000 });
    expect(next(DEFAULT_PLAN, { deadlineMs: tick })).toEqual({ ...last, at: tick });
    expect(first(fixed, { deadlineMs: now + 10 })).toEqual({ ...last, at: now + 10 });
  });

  it('leaves only the check at the deadline once timeout_s or max_checks is spent', () => {
    const last = { at: input.deadlineMs, bySweep: false, final: true };
    expect(next({ ...fixed, max_checks: 3 }, { checksDone: 2 })).toMatchObject({ at: now + 60_000 });
    expect(next({ ...fixed, max_checks: 3 }, { checksDone: 3 })).toEqual(last);
    expect(next({ ...fixed, timeout_s: 60 })).toMatchObject({ at: now + 60_000 });
    expect(next({ ...fixed, timeout_s: 59 })).toEqual(last);
    expect(next({ ...fixed, timeout_s: 600 }, { startedMs: now - 600_000, nextCheckS: 1 })).toEqual(last);
    expect(next({ strategy: 'sweep', timeout_s: 60 })).toEqual(last);
    expect(first({ ...fixed, initial_s: 61, timeout_s: 60 })).toEqual(last);
  });

  it('never goes past the deadline, below a floor, or into fractions of a millisecond', () => {
    const plan = fc.oneof(
      fc.constant(DEFAULT_PLAN),
      fc.record({
        strategy: fc.constant('fixed' as const),
        initial_s: fc.double({ min: 0, max: 1e4, noNaN: true }),
        interval_s: fc.double({ min: 1e-6, max: 1e4, noNaN: true }),
        jitter: fc.double({ min: 0, max: 0.5, noNaN: true }),
      }),
      fc.record({
        strategy: fc.constant('exponential' as const),
        initial_s: fc.double({ min: 0, max: 1e4, noNaN: true }),
        interval_s: fc.double({ min: 1e-6, max: 1e4, noNaN: true }),
        multiplier: fc.double({ min: 1, max: 100, noNaN: true }),
        max_interval_s: fc.double({ min: 1e4, max: 1e5, noNaN: true }),
        jitter: fc.double({ min: 0, max: 0.5, noNaN: true }),
      }),
      fc.constant(adaptive),
    );
    const checks = fc.nat(1e6);
    const orderClass = fc.constantFrom(null, 'image', 'video', 'toString');
    const seconds = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        plan,
        fc.option(seconds),
        fc.option(fc.nat(1e8)),
        fc.integer({ min: 1, max: 1e8 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        checks,
        orderClass,
        (made, nextCheckS, retryAfterMs, left, random, checksDone, named) => {
          const given = {
            ...input,
            checksDone,
            orderClass: named,
            nextCheckS,
            retryAfterMs,
            deadlineMs: now + left,
            random,
          };
          const found = nextCheckAt(made, given);
          expect(found.at).toBeLessThanOrEqual(given.deadlineMs);
          expect(Number.isInteger(found.at)).toBe(true);
          if (found.final) expect(found.at).toBe(given.deadlineMs);
          else expect(found.at).toBeGreaterThanOrEqual(now + Math.max(1_000, retryAfterMs ?? 0));
        },
      ),
    );
  });
});
