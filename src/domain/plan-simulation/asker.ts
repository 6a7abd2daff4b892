import type { SeenDuration } from '../learned/duration-sketch.js';

/** An order of which it is known how long it takes. */
export interface PlacedOrder {
  /** When its forward was answered, in seconds of the virtual clock. */
  readonly placedS: number;
  readonly durationS: number;
  /** What it holds under the keys that plans read classes from. */
  readonly classes?: Readonly<Record<string, string | null>>;
}

/** A plan at work on a virtual clock. Seconds; `elapsedS` counts from the order's forward. */
export interface Asker<Order extends PlacedOrder = PlacedOrder> {
  readonly name: string;
  /** The next check of an order that `checks` checks found at work, from the forward on; Infinity: it is not asked any more. */
  nextS(order: Order, elapsedS: number, checks: number): number;
  /** What its own check saw. */
  learn?(seen: SeenDuration, nowS: number): void;
  p90?(elapsedS: number): number | null;
  readonly samples?: () => number;
}

/** What became of one order under a plan. */
export interface Outcome {
  readonly checks: number;
  /** From the end of its work to the check that found it; Infinity where none did before its plan was spent. */
  readonly waitS: number;
  /** Whether it took at most the p90 told when it was placed; null where none was told. */
  readonly withinP90: boolean | null;
  /** Of the p90s told after each check that found it at work: how many held, of how many. */
  readonly later: { readonly held: number; readonly told: number };
  /** Durations that the plan had seen when the order was placed. */
  readonly samples: number;
}

/** An order given up after so many checks, none of which found it done. */
export function notFound(checks: number): Outcome {
  return { checks, waitS: Infinity, withinP90: null, later: { held: 0, told: 0 }, samples: 0 };
}
