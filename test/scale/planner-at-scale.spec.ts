import { describe, expect, it } from '@jest/globals';
import { simulateDay } from '../../bench/scale-simulation.js';
import {
  BUDGET,
  DAY_S,
  KINDS,
  LEARNED_GAP_S,
  meanS,
  scalePlans,
  SWEEP_S,
  type ScalePlan,
} from '../../bench/scale-world.js';

/** A part of what docs/scale.md reckons with, against the formulas that the page gives. Plans that ask often have fewer orders: the checks take the time. */
const ORDERS = 100_000;
const FEWER = 10_000;
const planOf = (name: string) => scalePlans().find((plan) => plan.name === name) as ScalePlan;
const within = (value: number, of: number, part: number) => {
  expect(value).toBeGreaterThan(of * (1 - part));
  expect(value).toBeLessThan(of * (1 + part));
};

describe('a day of very many open orders', () => {
  const meanDayS = KINDS.reduce((sum, kind) => sum + kind.share * meanS(kind), 0);

  it('has as many orders open at any time as are placed in it', () => {
    within(meanDayS, DAY_S, 0.01);
  });

  it('under the sweep asks about each open order every 15 minutes, about all of them within one second', () => {
    const { meanRate, peak, meanWaitS } = simulateDay(planOf('sweep'), FEWER);
    within(meanRate, FEWER / SWEEP_S, 0.02);
    within(peak, FEWER, 0.02);
    within(meanWaitS, SWEEP_S / 2, 0.02);
  });

  it('under classes asks as often as each class says, and never about many at once', () => {
    const { checksPerOrder, meanRate, peak } = simulateDay(planOf('adaptive'), ORDERS);
    within(meanRate, (ORDERS / DAY_S) * checksPerOrder, 0.001);
    // By docs/scale.md: one check, and one for each interval that the order takes beyond its first wait.
    const gaps = { minutes: [60, 60], hours: [7_200, 1_800], days: [DAY_S, 7_200] } as Record<string, [number, number]>;
    const expected = KINDS.map((kind) => {
      const [first, interval] = gaps[kind.name] ?? [0, 1];
      return kind.share * (1.5 + Math.max(0, meanS(kind) - first) / interval);
    });
    within(
      checksPerOrder,
      expected.reduce((sum, value) => sum + value, 0),
      0.1,
    );
    expect(peak).toBeLessThan(5 * meanRate);
  });

  it('under learned plans asks no more often than its longest gap demands and its budget allows', () => {
    const { checksPerOrder, meanRate, peak } = simulateDay(planOf('learned'), FEWER);
    const least = KINDS.map((kind) => kind.share * Math.max(BUDGET, 1 + meanS(kind) / LEARNED_GAP_S));
    const bound = least.reduce((sum, value) => sum + value, 0);
    expect(checksPerOrder).toBeGreaterThan(bound * 0.9);
    expect(checksPerOrder).toBeLessThan(bound * 1.6);
    expect(peak).toBeLessThan(5 * meanRate);
  });
});
