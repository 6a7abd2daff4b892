import { describe, expect, it } from '@jest/globals';
import { waitBeforeRetry } from './call-retry.js';
import type { Exchange } from './exchange.js';
import { callRetryOf } from './plan-retry.js';
import { checkPlan, firstCheckAt, nextCheckAt, type NextCheck, type PlanInput, type PollPlan } from './poll-plan.js';

/**
 * The strategies of APIXO's public polling guide (apixo.ai/docs/guides/polling-strategies), each written as a plan, with the very
 * instants at which a seller is asked.
 */
const started = Date.UTC(2030, 0, 7, 9, 0, 0);
const DEADLINE_S = 86_400;

interface Seller {
  /** How long each check takes to be answered, in seconds. */
  readonly takes?: number;
  readonly orderClass?: string;
  readonly retryAfterMs?: (nth: number) => number | null;
}

function plan(value: object): PollPlan {
  const checked = checkPlan(value);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.plan;
}

/** Asks on a virtual clock until nothing but the check at the deadline is left: seconds from the forward's answer to each check. */
function instants(value: object, seller: Seller = {}): number[] {
  const asked: number[] = [];
  const input = (nowMs: number): PlanInput => ({
    ...{ nowMs, deadlineMs: started + DEADLINE_S * 1_000, startedMs: started, checksDone: asked.length },
    ...{ orderClass: seller.orderClass ?? null, retryAfterMs: seller.retryAfterMs?.(asked.length) ?? null },
    ...{ nextCheckS: null, minIntervalMs: 1_000, sweepCron: '*/15 * * * *', random: 0.5 },
  });
  const made = plan(value);
  let next: NextCheck = firstCheckAt(made, input(started));
  while (!next.final) {
    asked.push((next.at - started) / 1_000);
    next = nextCheckAt(made, input(next.at + (seller.takes ?? 0) * 1_000));
  }
  expect(next.at).toBe(started + DEADLINE_S * 1_000);
  return asked;
}

describe("APIXO's polling guide, as plans", () => {
  const basic = { strategy: 'fixed', initial_s: 0, interval_s: 3, max_checks: 60 };

  it('basic: every 3 s, 60 times', () => {
    expect(instants(basic)).toEqual(Array.from({ length: 60 }, (_, i) => 3 * i));
  });

  const perModel = {
    strategy: 'adaptive',
    class_from: 'model',
    default: 'other',
    classes: {
      'nano-banana': { initial_s: 5, interval_s: 3, timeout_s: 120 },
      'flux-2': { initial_s: 10, interval_s: 5, timeout_s: 180 },
      'sora-2': { initial_s: 60, interval_s: 15, timeout_s: 600 },
      'veo-3-1': { initial_s: 45, interval_s: 10, timeout_s: 480 },
      suno: { initial_s: 30, interval_s: 10, timeout_s: 300 },
      other: { initial_s: 10, interval_s: 5, timeout_s: 300 },
    },
  };

  it.each<[string, number, number, number]>([
    ['nano-banana', 5, 3, 120],
    ['flux-2', 10, 5, 180],
    ['sora-2', 60, 15, 600],
    ['veo-3-1', 45, 10, 480],
    ['suno', 30, 10, 300],
    ['a model of tomorrow', 10, 5, 300],
  ])('adaptive: %s after %i s, then every %i s, for %i s', (orderClass, initial, interval, timeout) => {
    const count = Math.floor((timeout - initial) / interval) + 1;
    const wanted = Array.from({ length: count }, (_, i) => initial + i * interval);
    expect(instants(perModel, { orderClass })).toEqual(wanted);
  });

  const backoff = {
    ...{ strategy: 'exponential', initial_s: 0, interval_s: 2, multiplier: 1.5, max_interval_s: 30, timeout_s: 600 },
  };

  it('exponential backoff: 2 s, half as much again each time, 30 s at most, for 10 minutes', () => {
    const growing = [0, 2, 5, 9.5, 16.25, 26.375, 41.563, 64.345];
    const steady = Array.from({ length: 17 }, (_, i) => Number((94.345 + 30 * i).toFixed(3)));
    expect(instants(backoff)).toEqual([...growing, ...steady]);
    expect(steady.at(-1)).toBeLessThanOrEqual(600);
  });

  it('concurrent: orders of one tool are asked about each at its own instants, whatever befalls another', () => {
    const healthy = { orderClass: 'flux-2' };
    const refused = { orderClass: 'flux-2', retryAfterMs: (nth: number) => (nth === 3 ? 60_000 : null) };
    const [one, other] = [instants(perModel, healthy), instants(perModel, refused)];
    expect(one).toEqual(Array.from({ length: 35 }, (_, i) => 10 + 5 * i));
    expect(other.slice(0, 5)).toEqual([10, 15, 20, 80, 85]);
  });

  it('robust: a network error is tried again three times, after 1, 2 and 3 s, and the check after it comes as planned', () => {
    const robust = plan({ ...basic, retry: { limit: 3, min_ms: 1_000, backoff: 'linear' } });
    if (!robust.retry) throw new Error('The plan lost its retry.');
    const rule = callRetryOf(robust.retry);
    const lost: Exchange = {
      ...{ kind: 'unanswered', failure: 'connection_error', message: 'Lost.', sentFully: true, durationMs: 5 },
    };
    expect([1, 2, 3, 4].map((failed) => waitBeforeRetry(rule, failed, lost, 0.5))).toEqual([1_000, 2_000, 3_000, null]);
    expect(instants({ ...basic, retry: robust.retry })).toEqual(instants(basic));
  });

  it('counts the time that requests take, which the guide forgets: the limit is by the clock', () => {
    const slow = instants({ ...backoff, interval_s: 3, multiplier: 1, timeout_s: 60 }, { takes: 3 });
    expect(slow).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]);
    expect(instants(perModel, { orderClass: 'nano-banana', takes: 7 }).at(-1)).toBeLessThanOrEqual(120);
  });
});
