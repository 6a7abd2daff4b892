import { planInstants, type InstantPlan } from '../src/domain/learned/plan-instants.js';
import { sketchOf } from '../src/domain/learned/duration-sketch.js';
import { estimate } from '../src/domain/learned/estimate.js';
import { checkPlan, type PollPlan } from '../src/domain/poll-plan.js';
import { seededRandom, type Random } from '../src/domain/plan-simulation/seeded-random.js';

const HOUR_S = 3_600;
export const DAY_S = 24 * HOUR_S;

/** Tools of one kind: which part of all orders they get, and the log-normal of how long those take. */
export interface ToolKind {
  readonly name: string;
  readonly share: number;
  readonly medianS: number;
  readonly sigma: number;
}

/**
 * What the page on scale reckons with (docs/scale.md): an order takes a day on average, so that as many are open at any time as are
 * placed in a day. Most are over much sooner; those that take days are nine in ten of the open ones.
 */
export const KINDS: readonly ToolKind[] = [
  { name: 'minutes', share: 0.4, medianS: 240, sigma: 0.8 },
  { name: 'hours', share: 0.3, medianS: 6 * HOUR_S, sigma: 0.6 },
  { name: 'days', share: 0.3, medianS: 64.15 * HOUR_S, sigma: 0.5 },
];

export const SWEEP_S = 900;
/** No gap of `learned` is longer. */
export const LEARNED_GAP_S = HOUR_S;
export const BUDGET = 3;
const SAMPLES = 2_000;

export interface ScalePlan {
  readonly name: string;
  readonly plan: PollPlan;
  /** What tools of each kind have learned; none where the plan does not go by it. */
  readonly learned: ReadonlyMap<string, InstantPlan>;
}

/** The plans that are compared. */
export function scalePlans(): ScalePlan[] {
  const none = new Map<string, InstantPlan>();
  const adaptive = {
    ...{ strategy: 'adaptive', class_from: 'kind', default: 'hours' },
    classes: {
      minutes: { initial_s: 60, interval_s: 60 },
      hours: { initial_s: 2 * HOUR_S, interval_s: 1_800 },
      days: { initial_s: DAY_S, interval_s: 2 * HOUR_S },
    },
  };
  const learned = { strategy: 'learned', budget: BUDGET, max_interval_s: LEARNED_GAP_S };
  return [
    { name: 'sweep', plan: planOf({ strategy: 'sweep' }), learned: none },
    { name: 'adaptive', plan: planOf(adaptive), learned: none },
    { name: 'learned', plan: planOf(learned), learned: teach() },
  ];
}

/** Seconds that an order takes. */
export function drawDuration({ medianS, sigma }: ToolKind, random: Random): number {
  return medianS * Math.exp(sigma * random.normal());
}

/** Mean seconds that orders of this kind take. */
export function meanS({ medianS, sigma }: ToolKind): number {
  return medianS * Math.exp(sigma ** 2 / 2);
}

function teach(): Map<string, InstantPlan> {
  const random = seededRandom(7);
  const limits = { budget: BUDGET, minGapS: 1, maxGapS: LEARNED_GAP_S };
  return new Map(
    KINDS.map((kind) => {
      const seen = Array.from({ length: SAMPLES }, () => ({ kind: 'exact', s: drawDuration(kind, random) }) as const);
      return [kind.name, planInstants(estimate(sketchOf(seen, 0)), limits)];
    }),
  );
}

function planOf(poll: object): PollPlan {
  const read = checkPlan(JSON.parse(JSON.stringify(poll)));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}
