/** The one source of "now". Rules are handed a clock, so that a test can let hours pass in no time. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
