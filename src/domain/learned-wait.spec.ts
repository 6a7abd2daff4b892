import { describe, expect, it } from '@jest/globals';
import { EMPTY_SKETCH, record } from './learned/duration-sketch.js';
import { estimate } from './learned/estimate.js';
import { planInstants } from './learned/plan-instants.js';
import { plannedChecks } from './planned-checks.js';
import { firstCheckAt, nextCheckAt, type LearnedPlan, type PlanInput, type PollPlan } from './poll-plan.js';

const NOW = Date.UTC(2026, 10, 6, 12, 3, 20);
const plan: LearnedPlan = { strategy: 'learned', budget: 3, max_interval_s: 3_600, jitter: 0 };
const input: PlanInput = {
  ...{ nowMs: NOW, startedMs: NOW, deadlineMs: NOW + 86_400_000, checksDone: 0, orderClass: null },
  ...{ retryAfterMs: null, nextCheckS: null, minIntervalMs: 1_000, sweepCron: '*/15 * * * *', random: 0.5 },
};

/** Of a tool whose orders take 300 s, give or take 2 %. */
const learned = (() => {
  let sketch = EMPTY_SKETCH;
  for (let i = 0; i < 60; i++) sketch = record(sketch, { kind: 'exact', s: 300 * (1 + (i % 5) / 100 - 0.02) }, NOW);
  return planInstants(estimate(sketch), { budget: 3, minGapS: 1, maxGapS: 3_600 });
})();

const waitS = (changed: Partial<PlanInput>, of: PollPlan = plan) =>
  (nextCheckAt(of, { ...input, ...changed }).at - (changed.nowMs ?? NOW)) / 1_000;

describe('a plan that learns', () => {
  it('asks about as soon as the orders before it were done', () => {
    const first = (firstCheckAt(plan, { ...input, learned }).at - NOW) / 1_000;
    expect(first).toBeGreaterThan(280);
    expect(first).toBeLessThan(320);
    expect(waitS({ learned, checksDone: 1, nowMs: NOW + 298_000 })).toBeLessThan(15);
  });

  it('asks like an exponential plan while nothing is learned, never rarer than hourly or its own longest gap', () => {
    expect([0, 1, 2, 3].map((checksDone) => waitS({ checksDone }))).toEqual([30, 45, 67.5, 101.25]);
    expect(waitS({ checksDone: 1_000 })).toBe(3_600);
    expect(waitS({ checksDone: 1_000 }, { ...plan, max_interval_s: 90_000 })).toBe(3_600);
    expect(waitS({ checksDone: 3 }, { ...plan, max_interval_s: 40 })).toBe(40);
    expect(waitS({ random: 0 }, { ...plan, jitter: 0.1 })).toBe(27);
  });

  it('looks just after the end that the seller foretells, soon or late', () => {
    expect(waitS({ learned, etaS: 200 })).toBe(201);
    expect(waitS({ learned, etaS: 900 })).toBe(901);
    expect(waitS({ learned, etaS: 900, random: 1 }, { ...plan, jitter: 0.1 })).toBe(991);
    expect(waitS({ etaS: 20 })).toBe(21);
  });

  it('but not before half of its own wait, nor later than its longest gap or its own look', () => {
    const own = waitS({ learned });
    expect(waitS({ learned, etaS: 0 })).toBeCloseTo(own / 2, 2);
    expect(waitS({ learned, etaS: 1e9 })).toBe(3_600);
    expect(waitS({ learned, etaS: 1e9 }, { ...plan, max_interval_s: 100 })).toBeCloseTo(own, 0);
  });

  it('nor later than an hour, where its longest gap is a day', () => {
    expect(waitS({ learned, etaS: 80_000 }, { ...plan, max_interval_s: 86_400 })).toBe(3_600);
    expect(waitS({ etaS: 80_000, random: 1 }, { ...plan, max_interval_s: 86_400, jitter: 0.5 })).toBe(3_600);
  });

  it('obeys next_check_s and Retry-After before the seller’s eta_s', () => {
    expect(waitS({ learned, etaS: 200, nextCheckS: 7 })).toBe(7);
    expect(waitS({ learned, etaS: 200, retryAfterMs: 250_000 })).toBe(250);
  });

  it('is the only one that an eta_s means something to', () => {
    expect(waitS({ etaS: 7 }, { strategy: 'fixed', initial_s: 5, interval_s: 60, jitter: 0 })).toBe(60);
  });
});

describe('the planned checks of an order', () => {
  const seconds = (of: PollPlan, nextS: number, more: Partial<PlanInput> = {}) =>
    plannedChecks(of, { ...input, ...more }, NOW + nextS * 1_000).map((at) => (at - NOW) / 1_000);

  it('are those that follow the one laid down, without jitter, at most ten', () => {
    const fixed: PollPlan = { strategy: 'fixed', initial_s: 5, interval_s: 60, jitter: 0.5 };
    expect(seconds(fixed, 7)).toEqual([7, 67, 127, 187, 247, 307, 367, 427, 487, 547]);
    const growing: PollPlan = {
      ...{ strategy: 'exponential', initial_s: 5, interval_s: 2, multiplier: 2, max_interval_s: 9, jitter: 0.1 },
    };
    expect(seconds(growing, 5, { checksDone: 0 }).slice(0, 5)).toEqual([5, 7, 11, 19, 28]);
    expect(seconds(growing, 5, { checksDone: 2 }).slice(0, 3)).toEqual([5, 13, 22]);
    expect(seconds({ strategy: 'sweep' }, 700).slice(0, 3)).toEqual([700, 1_600, 2_500]);
  });

  it('end with the one at the deadline, also where the plan has no more of its own', () => {
    const fixed: PollPlan = { strategy: 'fixed', initial_s: 5, interval_s: 60, jitter: 0 };
    expect(seconds({ ...fixed, max_checks: 2 }, 5)).toEqual([5, 65, 86_400]);
    expect(seconds({ ...fixed, timeout_s: 70 }, 5)).toEqual([5, 65, 86_400]);
    expect(seconds(fixed, 5, { deadlineMs: NOW + 70_000 })).toEqual([5, 65, 70]);
    expect(seconds(fixed, 86_400)).toEqual([86_400]);
  });

  it('of a plan that learns are the instants that it would ask at', () => {
    const instants = seconds(plan, 298, { learned });
    expect(instants).toHaveLength(10);
    for (const [i, at] of instants.entries()) expect(at).toBeGreaterThan(instants[i - 1] ?? 0);
    expect(instants[1]).toBe(298 + waitS({ learned, checksDone: 1, nowMs: NOW + 298_000 }));
  });
});
