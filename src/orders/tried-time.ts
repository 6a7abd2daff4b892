import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.js';

/** For how long something has been tried, told so that a jump of the calendar neither adds to it nor takes from it. */
export interface TriedTime {
  /** Milliseconds from the first try up to the mark. */
  readonly ms: number;
  /** The mark, by the monotonic clock of one process. */
  readonly markMs: number;
  /** Whose clock that is; no other process can read it. */
  readonly process: string;
}

/** What a row of work may know of it. */
export interface KnownTries {
  /** Left out before the first try. */
  readonly tried?: TriedTime;
  /** When it was tried first, by the calendar: only in rows that are older than `tried`. */
  readonly firstTryAt?: number | null;
}

const PROCESS = randomUUID();

/**
 * For how long it has been tried up to now; begins with the first try. Time between two processes counts as far as the next try was
 * planned to wait: nobody tried in the rest of it, and nobody saw whether the calendar jumped.
 */
export function triedUntilNow({ tried, firstTryAt }: KnownTries, clock: Clock): TriedTime {
  const markMs = Math.round(clock.elapsed());
  if (tried)
    return { ms: tried.ms + (tried.process === PROCESS ? markMs - tried.markMs : 0), markMs, process: PROCESS };
  const sinceMs = typeof firstTryAt === 'number' ? Math.max(0, clock.now() - firstTryAt) : 0;
  return { ms: sinceMs, markMs, process: PROCESS };
}

/** The same at the end of a wait that begins at the mark. */
export function triedAfter(tried: TriedTime, waitMs: number): TriedTime {
  return { ...tried, ms: tried.ms + waitMs, markMs: tried.markMs + waitMs };
}
