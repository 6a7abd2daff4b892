import type { DurationDistribution } from '../src/domain/learned/duration-distribution.js';
import { EMPTY_SKETCH, record, sampleSize } from '../src/domain/learned/duration-sketch.js';
import { estimate } from '../src/domain/learned/estimate.js';
import { etaAfter, LEAST_SAMPLES } from '../src/domain/learned/eta.js';
import { nextInstant, planInstants, type InstantPlan } from '../src/domain/learned/plan-instants.js';
import type { Asker } from '../src/domain/plan-simulation/asker.js';
import type { Random } from '../src/domain/plan-simulation/seeded-random.js';
import type { PlacedOrder } from './plans-shapes.js';

/** A plan on the benchmark's own orders. */
export type BenchAsker = Asker<PlacedOrder>;

const SWEEP_S = 900;
const FIXED_S = 120;
const MIN_GAP_S = 1;
const JITTER = 0.1; // the plan's default

export function sweepAsker(): BenchAsker {
  const tick = (second: number) => (Math.floor(second / SWEEP_S) + 1) * SWEEP_S;
  return { name: 'sweep 15 min', nextS: ({ placedS }, elapsedS) => tick(placedS + elapsedS) - placedS };
}

export function fixedAsker(): BenchAsker {
  return { name: 'fixed 2 min', nextS: (_, elapsedS) => elapsedS + FIXED_S };
}

export function exponentialAsker(random: Random): BenchAsker {
  return { name: 'exponential', nextS: (_, elapsedS, checks) => elapsedS + exponentialGap(checks, random) };
}

/** From 30 s, half as long again each time, up to an hour; ±10 %. */
function exponentialGap(checks: number, random: Random): number {
  return Math.min(3_600, 30 * 1.5 ** checks) * (1 + JITTER * (2 * random.uniform() - 1));
}

/** Knows only what its own checks see. Its budget is its only bound: the rows "wired" show what the promised hour costs. */
export function learnedAsker(budget: number, random: Random, jitter = JITTER): BenchAsker {
  let sketch = EMPTY_SKETCH;
  let known: { samples: number; plan: InstantPlan; distribution: DurationDistribution } | null = null;
  /** Anew after 3 % more durations, at least one and at most ten: as a server would keep it for a while. */
  const current = () => {
    const samples = sampleSize(sketch);
    if (samples < LEAST_SAMPLES) return null;
    if (known === null || samples - known.samples >= Math.min(10, Math.max(1, samples / 30))) {
      const distribution = estimate(sketch);
      const limits = { budget, minGapS: MIN_GAP_S, maxGapS: Infinity, promisedGapS: Infinity };
      known = { samples, distribution, plan: planInstants(distribution, limits) };
    }
    return known;
  };
  return {
    name: `learned, budget ${budget}`,
    nextS: (_, elapsedS, checks) => {
      const plan = current()?.plan;
      if (plan === undefined) return elapsedS + exponentialGap(checks, random);
      return nextInstant(plan, elapsedS, jitter, random.uniform());
    },
    learn: (seen, nowS) => (sketch = record(sketch, seen, nowS * 1_000)),
    p90: (elapsedS) => {
      const now = current();
      return now === null ? null : (etaAfter(now.distribution, now.samples, elapsedS)?.p90_s ?? null);
    },
    samples: () => sampleSize(sketch),
  };
}
