/** The one source of "now". Rules are handed a clock, so that a test can let hours pass in no time. */
export interface Clock {
  /** Milliseconds since the epoch, UTC: what the calendar says. It may jump when somebody sets it. */
  now(): number;
  /** Milliseconds since some instant that stays the same while the process lives. It never jumps, so it measures gaps. */
  elapsed(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };
