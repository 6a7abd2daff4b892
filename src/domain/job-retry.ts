import type { Backoff } from './job.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const FIRST_WAIT = 30 * SECOND;
const SPREAD = 0.25;
/** Longest wait between two tries, after its jitter; and as far as `Retry-After` counts once its own time is spent. */
const LONGEST_WAIT = HOUR;
/** What waits that `Retry-After` asks for may come to in all, without a retry being spent. */
const PATIENCE = 24 * HOUR;
/** Each such wait is at least so long, and counts for so much of the patience: `Retry-After: 0` must not be called for ever. */
const LEAST_ASKED_WAIT = SECOND;
const LEAST_PATIENCE = 60 * SECOND;

/** What a job's row of work remembers between tries. */
export interface JobTries {
  /** Tries that have spent the budget; the first counts. */
  readonly failures: number;
  /** Milliseconds that were waited because `Retry-After` asked for it. */
  readonly patienceMs: number;
}

export interface JobRetryInput {
  readonly maxRetries: number;
  readonly backoff: Backoff;
  /** Before the try that has just failed. */
  readonly tries: JobTries;
  /** The wait that a 429 or 503 asked for, milliseconds; null where none did. */
  readonly askedMs: number | null;
  /** From 0 up to 1. */
  readonly random: number;
}

export interface NextTry {
  readonly waitMs: number;
  readonly tries: JobTries;
}

/**
 * When a job is tried again (contract, section 8), or null where it has failed: after 30 s × 2^n (`exponential`) or 30 s × (n + 1)
 * (`linear`), ±25 %, an hour at most. Where a 429 or 503 asked for a wait, that wait is kept to the millisecond and spends no
 * retry, as long as such waits come to 24 h in all, each counted as a minute at least. An answer that asks for more spends a retry
 * like any failure; its `Retry-After` is then still a floor, up to an hour.
 */
export function nextJobTry({ maxRetries, backoff, tries, askedMs, random }: JobRetryInput): NextTry | null {
  const { failures, patienceMs } = tries;
  if (askedMs !== null) {
    const spent = patienceMs + Math.max(askedMs, LEAST_PATIENCE);
    if (spent <= PATIENCE) {
      return { waitMs: Math.max(askedMs, LEAST_ASKED_WAIT), tries: { failures, patienceMs: spent } };
    }
  }
  if (failures >= maxRetries) return null;
  const base = FIRST_WAIT * (backoff === 'linear' ? failures + 1 : 2 ** failures);
  const spread = base * (1 + SPREAD * (2 * random - 1));
  const waitMs = Math.ceil(Math.min(Math.max(spread, askedMs ?? 0), LONGEST_WAIT));
  return { waitMs, tries: { failures: failures + 1, patienceMs } };
}

/** What is written into the state of a row of work. */
export function writeTries({ failures, patienceMs }: JobTries): string {
  return JSON.stringify({ failures, patience_ms: patienceMs });
}

/** The same read back; a new row says nothing. */
export function readTries(state: string): JobTries {
  const { failures = 0, patience_ms: patienceMs = 0 } = JSON.parse(state) as {
    failures?: number;
    patience_ms?: number;
  };
  return { failures, patienceMs };
}
