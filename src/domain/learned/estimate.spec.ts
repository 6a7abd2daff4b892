import { describe, expect, it } from '@jest/globals';
import { EMPTY_SKETCH, record, sampleSize, type DurationSketch, type SeenDuration } from './duration-sketch.js';
import { estimate } from './estimate.js';
import { etaAfter, LEAST_SAMPLES } from './eta.js';
import { planInstants } from './plan-instants.js';

const sketchOf = (all: readonly SeenDuration[]): DurationSketch =>
  all.reduce((sketch, seen) => record(sketch, seen, 0), EMPTY_SKETCH);

/** So many durations spread evenly over the quantiles of a log-normal, in a scrambled order that repeats. */
function spread(count: number, medianS: number, sigma: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const share = (((i * 89) % count) + 0.5) / count;
    return medianS * Math.exp(sigma * logit(share) * 0.588); // the logistic is near enough to the normal here
  });
}
const logit = (share: number) => Math.log(share / (1 - share));

describe('an estimate of durations', () => {
  it('comes near the quantiles of exact durations', () => {
    const found = estimate(sketchOf(spread(300, 600, 0.6).map((s) => ({ kind: 'exact', s }))));
    for (const share of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const truth = 600 * Math.exp(0.6 * logit(share) * 0.588);
      expect(Math.abs(Math.log(found.quantile(share) / truth))).toBeLessThan(0.06);
    }
  });

  it('does not learn the lateness of its own checks: fifteen minutes of grid, and half of it is not added', () => {
    const seen = spread(300, 1_200, 0.6).map((s, i): SeenDuration => {
      const phase = (i * 37) % 900; // an order comes at any moment between two ticks
      const tick = Math.ceil((s + phase) / 900) * 900 - phase;
      return { kind: 'between', afterS: Math.max(0, tick - 900), atMostS: tick };
    });
    expect(Math.abs(Math.log(estimate(sketchOf(seen)).quantile(0.5) / 1_200))).toBeLessThan(0.08);
  });

  it('keeps two modes apart that its checks can tell apart', () => {
    const seen = [...spread(150, 60, 0.2), ...spread(150, 1_500, 0.2)].map((s): SeenDuration => ({ kind: 'exact', s }));
    const found = estimate(sketchOf(seen));
    expect(found.cdf(800) - found.cdf(150)).toBeLessThan(0.03);
  });

  it('counts what was given up as longer, and plans for what ends', () => {
    const ended = spread(180, 240, 0.6).map((s): SeenDuration => ({ kind: 'exact', s }));
    const lost = Array.from({ length: 20 }, (): SeenDuration => ({ kind: 'over', afterS: 86_400 }));
    const found = estimate(sketchOf([...ended, ...lost]));
    expect(1 - found.cdf(80_000)).toBeGreaterThan(0.05);
    expect(found.quantile(0.5)).toBeLessThan(400);
    const plan = planInstants(found, { budget: 6, minGapS: 1, maxGapS: Infinity });
    expect(plan.problem.instants.at(-1)).toBeLessThan(3_600);
    expect(plan.expected.checks).toBeLessThanOrEqual(6);
  });

  it('leaves some share to what was never seen, and is whole without any sample', () => {
    const found = estimate(sketchOf(spread(300, 100, 0.1).map((s) => ({ kind: 'exact', s }))));
    expect(1 - found.cdf(200)).toBeGreaterThan(1e-5);
    expect(1 - found.cdf(200)).toBeLessThan(0.02);
    expect(estimate(EMPTY_SKETCH).cdf(1e9)).toBeCloseTo(1, 9);
  });
});

describe('the eta of an order', () => {
  const sketch = sketchOf(spread(200, 600, 0.6).map((s) => ({ kind: 'exact', s })));
  const found = estimate(sketch);

  it('says in whole seconds what half and nine in ten take in all, and on how many it rests', () => {
    const eta = etaAfter(found, sampleSize(sketch), 0);
    expect(eta?.sample).toBe(200);
    expect(Math.abs((eta?.p50_s ?? 0) - 600)).toBeLessThan(40);
    expect(Math.abs((eta?.p90_s ?? 0) - 600 * Math.exp(0.6 * logit(0.9) * 0.588))).toBeLessThan(90);
    expect(Number.isInteger(eta?.p50_s) && Number.isInteger(eta?.p90_s)).toBe(true);
  });

  it('moves on with an order that is late, and is never in its past', () => {
    let before = 0;
    for (const elapsedS of [0, 300, 900, 3_000, 50_000, 3e6, 1e8]) {
      const eta = etaAfter(found, 200, elapsedS);
      expect(eta?.p50_s).toBeGreaterThanOrEqual(elapsedS);
      expect(eta?.p90_s).toBeGreaterThanOrEqual(Math.max(before, eta?.p50_s ?? 0));
      before = eta?.p90_s ?? 0;
    }
  });

  it('is not told on too few durations', () => {
    expect(etaAfter(found, LEAST_SAMPLES - 1, 0)).toBeNull();
    expect(etaAfter(found, LEAST_SAMPLES, 0)).not.toBeNull();
  });
});
