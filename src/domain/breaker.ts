/**
 * One breaker: it holds calls back from what keeps failing (contract, section 5, last paragraph). Closed, every call goes; at 20
 * failures in a row it opens; after its time one call at a time probes, whose success closes it and whose failure opens it for
 * longer. All instants are milliseconds on a clock that never jumps.
 */
export type BreakerState = 'closed' | 'open' | 'half_open';

/** What is worth telling people. */
export type BreakerNews =
  /** `percent` of the failures at which it opens: 50, 70 or 90. */
  | { readonly kind: 'warned'; readonly failures: number; readonly percent: number }
  | { readonly kind: 'opened'; readonly failures: number; readonly until: number }
  | { readonly kind: 'closed' };

/** May the call go, and is it a probe; or until when it is to wait. */
export type BreakerAnswer =
  { readonly go: true; readonly probe: boolean } | { readonly go: false; readonly until: number };

/** How a failure is counted. */
export interface Failure {
  readonly now: number;
  /** Whether the call went as a probe. */
  readonly probe: boolean;
  /** From 0 up to 1. */
  readonly random: number;
  /** The wait that the answer asks for: a floor of the time it stays open, honoured up to an hour. */
  readonly retryAfterMs: number | null;
  /** Whether it may open, or warn, by this failure: an origin's opens only when two sellers see its trouble. */
  readonly confirmed: boolean;
}

/** Failures in a row at which it opens. */
export const BREAKS_AT = 20;
const WARNS_AT_PERCENT = [90, 70, 50];

/** Open for 30 s, then twice as long after each probe that fails, up to 10 min; each ±25 %, so that no two reopen together. */
const FIRST_OPEN_MS = 30_000;
const LONGEST_OPEN_MS = 10 * 60_000;
const OPEN_SPREAD = 0.25;
const LONGEST_RETRY_AFTER_MS = 3_600_000;
/** While a probe is on its way the others look again after this long. */
const PROBE_LOOK_MS = 2_000;

export class Breaker {
  private phase: BreakerState = 'closed';
  private failures = 0;
  private warnedPercent = 0;
  /** Openings since it was last closed. */
  private openings = 0;
  private until = 0;
  private probes = 0;
  /** Calls held back since it was opened or began to probe. */
  private held = 0;

  get state(): BreakerState {
    return this.phase;
  }

  /** Nothing is remembered in it: it may be forgotten. */
  get isAtRest(): boolean {
    return this.phase === 'closed' && this.failures === 0;
  }

  /** Asks for one call. An `urged` one (a person's, or the last that is possible) always goes, as a probe where it is not closed. */
  ask(now: number, urged: boolean): BreakerAnswer {
    if (this.phase === 'closed') return { go: true, probe: false };
    const isDue = now >= this.until;
    if (!urged && !isDue) return this.hold(this.until);
    if (!urged && this.probes > 0) return this.hold(now + PROBE_LOOK_MS);
    if (this.phase === 'open' && isDue) {
      this.phase = 'half_open';
      this.held = 0;
    }
    this.probes += 1;
    return { go: true, probe: true };
  }

  /** The call failed. What began before it opened, and ends now, changes nothing. */
  failed(failure: Failure): BreakerNews | null {
    if (failure.probe) this.probes -= 1;
    if (this.phase === 'open' || (this.phase === 'half_open' && !failure.probe)) return null;
    this.failures += 1;
    if (this.phase === 'half_open') return this.open(failure);
    if (!failure.confirmed) return null;
    return this.failures >= BREAKS_AT ? this.open(failure) : this.warn();
  }

  /** The call was answered, and not by trouble. */
  succeeded(probe: boolean): BreakerNews | null {
    if (probe) this.probes -= 1;
    const wasClosed = this.phase === 'closed';
    if (!wasClosed && !probe) return null;
    this.phase = 'closed';
    this.failures = this.warnedPercent = this.openings = 0;
    return wasClosed ? null : { kind: 'closed' };
  }

  /** A probe told nothing of health, or was not made after all: the next call may probe. */
  released(): void {
    this.probes -= 1;
  }

  private open({ now, random, retryAfterMs }: Failure): BreakerNews {
    const openFor = Math.min(FIRST_OPEN_MS * 2 ** this.openings, LONGEST_OPEN_MS);
    const floor = Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
    this.phase = 'open';
    this.openings += 1;
    this.held = 0;
    this.until = Math.ceil(now + Math.max(openFor * (1 + OPEN_SPREAD * (2 * random - 1)), floor));
    return { kind: 'opened', failures: this.failures, until: this.until };
  }

  private warn(): BreakerNews | null {
    const percent = WARNS_AT_PERCENT.find((one) => this.failures >= (BREAKS_AT * one) / 100) ?? 0;
    if (percent <= this.warnedPercent) return null;
    this.warnedPercent = percent;
    return { kind: 'warned', failures: this.failures, percent };
  }

  private hold(base: number): BreakerAnswer {
    return { go: false, until: Math.ceil(base + rampMs(this.held++)) };
  }
}

/**
 * How long after the reopening the nth call held back (from 0) has its turn: 25 come in the first second, 2,500 in the first ten,
 * 10,000 in the first twenty. The first alone is the probe.
 */
export function rampMs(nth: number): number {
  return Math.sqrt(nth) * 200;
}
