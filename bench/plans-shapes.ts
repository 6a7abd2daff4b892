import { normalCdf } from '../src/domain/learned/normal.js';
import { DurationDistribution } from '../src/domain/learned/duration-distribution.js';
import { BINS, edgeS } from '../src/domain/learned/duration-grid.js';
import type { PlacedOrder as SimulatedOrder } from '../src/domain/plan-simulation/asker.js';
import type { Random } from '../src/domain/plan-simulation/seeded-random.js';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A share of a shape's durations: log-normal around a median, or Lomax (Pareto from 0), both in seconds. */
type Part =
  | { readonly share: number; readonly medianS: number; readonly sigma: number }
  | { readonly share: number; readonly scaleS: number; readonly alpha: number };

/** How long the orders of a tool take. */
export interface Shape {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Whether the ratio to the optimum is an aim. */
  readonly stationary: boolean;
  /** Tools that start from nothing, and orders of each. */
  readonly tools: number;
  readonly orders: number;
  /** Durations seen before orders count in the table. */
  readonly warmUp: number;
  /** Factor on all durations for an order placed at such a second of the run. 1 without. */
  readonly scaleAt?: (second: number) => number;
}

export const ORDERS_A_DAY = 200;
const long = { stationary: true, tools: 1, orders: 2_800, warmUp: 300 };

export const SHAPES: readonly Shape[] = [
  { name: 'log-normal short', ...long, parts: [{ share: 1, medianS: 4 * MINUTE, sigma: 0.8 }] },
  { name: 'log-normal long', ...long, parts: [{ share: 1, medianS: 6 * HOUR, sigma: 0.6 }] },
  {
    name: 'bimodal',
    ...long,
    parts: [
      { share: 0.6, medianS: MINUTE, sigma: 0.25 },
      { share: 0.4, medianS: 25 * MINUTE, sigma: 0.25 },
    ],
  },
  { name: 'near-constant', ...long, parts: [{ share: 1, medianS: 5 * MINUTE, sigma: 0.02 }] },
  { name: 'heavy tail', ...long, parts: [{ share: 1, scaleS: 5 * MINUTE, alpha: 1.6 }] },
  {
    name: 'drifting',
    ...{ ...long, stationary: false },
    parts: [{ share: 1, medianS: 4 * MINUTE, sigma: 0.5 }],
    scaleAt: (second) => 3 ** (second / (17 * DAY)),
  },
  {
    name: 'weekly pattern',
    ...{ ...long, stationary: false },
    parts: [{ share: 1, medianS: 10 * MINUTE, sigma: 0.5 }],
    scaleAt: (second) => (Math.floor(second / DAY) % 7 >= 5 ? 2.5 : 1),
  },
  {
    name: 'fresh tool',
    ...{ stationary: false, tools: 30, orders: 100, warmUp: 0 },
    parts: [{ share: 1, medianS: 10 * MINUTE, sigma: 0.6 }],
  },
];

export interface PlacedOrder extends SimulatedOrder {
  /** The factor its duration was drawn with. */
  readonly scale: number;
}

/** Orders that come evenly over the day and night, and how long each takes. */
export function placeOrders(shape: Shape, random: Random): PlacedOrder[] {
  const endS = (shape.orders / ORDERS_A_DAY) * DAY;
  return Array.from({ length: shape.orders }, () => random.uniform() * endS)
    .sort((a, b) => a - b)
    .map((placedS) => {
      const scale = shape.scaleAt?.(placedS) ?? 1;
      return { placedS, durationS: scale * draw(shape.parts, random), scale };
    });
}

/** The truth that only the optimum knows. */
export function trueDistribution(shape: Shape, scale: number): DurationDistribution {
  const cdf = (s: number) => shape.parts.reduce((sum, part) => sum + part.share * cdfOf(part, s / scale), 0);
  const masses = Float64Array.from({ length: BINS }, (_, bin) => cdf(edgeS(bin + 1)) - cdf(edgeS(bin)));
  return new DurationDistribution(masses);
}

function draw(parts: readonly Part[], random: Random): number {
  let left = random.uniform();
  const part = parts.find(({ share }) => (left -= share) < 0) ?? parts[0];
  if (part === undefined) throw new Error('A shape has at least one part.');
  if ('alpha' in part) return part.scaleS * ((1 - random.uniform()) ** (-1 / part.alpha) - 1);
  return part.medianS * Math.exp(part.sigma * random.normal());
}

function cdfOf(part: Part, s: number): number {
  if (s <= 0) return 0;
  if ('alpha' in part) return 1 - (1 + s / part.scaleS) ** -part.alpha;
  return normalCdf(Math.log(s / part.medianS) / part.sigma);
}
