import { HALF_LIFE_MS } from './duration-sketch.js';

interface Known {
  readonly samples: number;
  /** Epoch milliseconds that the samples are aged to. */
  readonly updated_at: number;
}

/** Those of which the least is known first: the fewest durations, aged to now; of as many the ones longest unchanged. */
export function leastKnown<Class extends Known>(classes: readonly Class[], nowMs: number): Class[] {
  const aged = (one: Class) => one.samples * 2 ** (-(nowMs - one.updated_at) / HALF_LIFE_MS);
  return [...classes].sort((a, b) => aged(a) - aged(b) || a.updated_at - b.updated_at);
}
