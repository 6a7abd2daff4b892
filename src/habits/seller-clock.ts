/** The seller's calendar and its alarm: a test hands in one that it moves itself. */
export interface SellerClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Acts once this much time has passed; gives back what takes it back. */
  after(ms: number, act: () => void): () => void;
}

/** Timers of Node fire at once beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's. Nothing is done for waits that no timer of Node can hold (24 days). */
export const machineClock: SellerClock = {
  now: () => Date.now(),
  after(ms, act) {
    if (ms > LONGEST_TIMER_MS) return () => undefined;
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
