import { describe, expect, it } from '@jest/globals';
import type { PollPlan } from '../poll-plan.js';
import { foldHistory, type PastOrder } from './past-durations.js';
import { previewPlan } from './preview-plans.js';

const START = Date.UTC(2026, 10, 2, 0, 0, 0);
const rules = { sweepCron: '*/15 * * * *', minIntervalMs: 1_000, deadlineS: 86_400, mostChecks: 10_000 };

/** Orders every seven minutes, of which the nth took so many seconds. */
function history(count: number, seconds: (n: number) => number): PastOrder[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ forwardedMs: START + n * 420_000, seen: { kind: 'exact', s: seconds(n) } as const },
  }));
}
const about300 = history(200, (n) => 300 * (0.98 + (n % 5) / 100));
const preview = (orders: readonly PastOrder[], plan: PollPlan, more: Partial<typeof rules> = {}) =>
  previewPlan(foldHistory(orders), plan, { ...rules, ...more });
const fixed = (interval_s: number, more: object = {}): PollPlan => ({
  ...{ strategy: 'fixed', initial_s: interval_s, interval_s, jitter: 0 },
  ...more,
});
const learned: PollPlan = { strategy: 'learned', budget: 3, max_interval_s: 3_600, jitter: 0.1 };

describe('a plan tried on past orders', () => {
  it('makes the checks and waits that can be worked out by hand', () => {
    expect(
      preview(
        history(4, () => 50),
        fixed(60),
      ),
    ).toEqual({
      ...{ orders: 4, checks_per_order: 1, mean_wait_s: 10, p95_wait_s: 10, found: 1 },
    });
    expect(
      preview(
        history(4, (n) => (n < 2 ? 50 : 100)),
        fixed(60),
      ),
    ).toMatchObject({
      ...{ checks_per_order: 1.5, mean_wait_s: 15, p95_wait_s: 20 },
    });
    // 0 s, 420 s, 840 s and 1,260 s after a tick of the sweep, done 60 s later: the ticks are at 900 s and 1,800 s.
    expect(
      preview(
        history(4, () => 60),
        { strategy: 'sweep' },
      ),
    ).toMatchObject({
      ...{ checks_per_order: 1, mean_wait_s: (840 + 420 + 0 + 480) / 4, found: 1 },
    });
  });

  it('finds nothing after its limits or the deadline, and says so', () => {
    const half = history(10, (n) => (n % 2 === 0 ? 50 : 500));
    expect(preview(half, fixed(60, { timeout_s: 200 }))).toMatchObject({
      found: 0.5,
      mean_wait_s: 10,
      checks_per_order: 2,
    });
    expect(preview(half, fixed(60, { max_checks: 1 }))).toMatchObject({ found: 0.5, checks_per_order: 1 });
    expect(preview(half, fixed(60), { deadlineS: 300 })).toMatchObject({ found: 0.5 });
  });

  it('is the same on every run', () => {
    for (const plan of [learned, fixed(20, { jitter: 0.5 })])
      expect(preview(about300, plan)).toEqual(preview(about300, plan));
  });

  it('that learns beats others of as many checks, by what the other half of the orders taught', () => {
    const { checks_per_order: checks, mean_wait_s: waitS } = preview(about300, learned);
    expect(checks).toBeLessThanOrEqual(3.2);
    expect(waitS).toBeLessThan(10);
    expect(preview(about300, fixed(100)).mean_wait_s).toBeGreaterThan(30);
  });

  it('that learns asks like an exponential one under 20 orders', () => {
    const few = about300.slice(0, 19);
    expect(preview(few, { ...learned, jitter: 0 })).toEqual(
      preview(few, {
        ...{
          strategy: 'exponential',
          initial_s: 30,
          interval_s: 45,
          multiplier: 1.5,
          max_interval_s: 3_600,
          jitter: 0,
        },
      }),
    );
  });

  it('draws what only checks found within the interval', () => {
    const between: PastOrder[] = history(100, () => 0).map((order) => ({
      ...order,
      seen: { kind: 'between', afterS: 240, atMostS: 360 },
    }));
    for (const { orders } of foldHistory(between)) {
      for (const { durationS } of orders) {
        expect(durationS).toBeGreaterThanOrEqual(240);
        expect(durationS).toBeLessThanOrEqual(360);
      }
      expect(new Set(orders.map(({ durationS }) => Math.round(durationS))).size).toBeGreaterThan(20);
    }
  });

  it('goes by the classes that the orders hold', () => {
    const plan: PollPlan = {
      ...{ strategy: 'adaptive', class_from: 'model', default: 'slow', jitter: 0 },
      classes: { quick: { initial_s: 10, interval_s: 10 }, slow: { initial_s: 100, interval_s: 100 } },
    };
    const orders = history(10, (n) => (n % 2 === 0 ? 10 : 100)).map((order, n) => ({
      ...order,
      classes: { model: n % 2 === 0 ? 'quick' : null },
    }));
    expect(preview(orders, plan)).toMatchObject({ checks_per_order: 1, mean_wait_s: 0 });
  });

  it('that asks too often about some orders finds the others: a tenth of the checks is for one order at most', () => {
    const mixed = history(1_000, (n) => (n % 10 === 0 ? 20_000 : 60));
    const figures = preview(mixed, fixed(1));
    expect(figures.orders).toBeGreaterThan(50);
    expect(figures.found).toBeGreaterThan(0.85);
    expect(figures.found).toBeLessThan(0.95);
    expect(figures.mean_wait_s).toBe(0);
  });

  it('is tried on fewer orders where it would make too many checks, and on none of none', () => {
    const hours = history(100, () => 36_000);
    const figures = preview(hours, fixed(36));
    expect(figures).toMatchObject({ orders: 10, checks_per_order: 1_000, found: 1 });
    expect(preview(hours, fixed(1))).toMatchObject({
      orders: 10,
      checks_per_order: 1_000,
      found: 0,
      mean_wait_s: null,
    });
    expect(preview([], learned)).toEqual({
      ...{ orders: 0, checks_per_order: null, mean_wait_s: null, p95_wait_s: null, found: null },
    });
  });
});
