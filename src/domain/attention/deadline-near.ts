const NEAR_MS = 15 * 60_000;

/**
 * How many milliseconds before its deadline an order needs a person: a tenth of the time it was given, and a quarter of an hour at
 * least; of an order that was given less than an hour, a quarter of that.
 */
export function nearMs(deadlineS: number): number {
  return Math.max(deadlineS * 100, Math.min(NEAR_MS, deadlineS * 250));
}
