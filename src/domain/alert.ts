/** What the operator is alerted of, beside a tool that pauses (which is told like all news of tools). */
export type AlertType = 'notification.dead' | 'work.late' | 'work.quarantined' | 'disk.low' | 'storage.full';

/** `over` ends what `began`; `lasts` repeats it. */
export type AlertState = 'began' | 'lasts' | 'over';

/** Told again at most so often while it lasts, in milliseconds. */
export const TELL_AGAIN_MS = 6 * 3_600_000;

const MINUTE_MS = 60_000;

/** How long a cause must not have been seen to be over: what comes and goes is one cause. Milliseconds. */
export const QUIET_MS: Readonly<Record<AlertType, number>> = {
  'notification.dead': 60 * MINUTE_MS,
  'work.late': 5 * MINUTE_MS,
  'work.quarantined': 5 * MINUTE_MS,
  'disk.low': 5 * MINUTE_MS,
  'storage.full': 5 * MINUTE_MS,
};

const LEAST_FREE_BYTES = 1024 ** 3;
const LEAST_FREE_PART = 0.05;

/** Room on a disk, in bytes. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/** Whether a disk runs out: under 1 GiB, or under 5 % of it, is free. */
export function isLow({ freeBytes, sizeBytes }: DiskSpace): boolean {
  return freeBytes < LEAST_FREE_BYTES || freeBytes < sizeBytes * LEAST_FREE_PART;
}

/** Whether so long has passed since; a clock that was set back counts as passed, so that nothing falls silent for years. */
export function hasPassed(since: number, now: number, ms: number): boolean {
  return Math.abs(now - since) >= ms;
}

/** Work that starts so late is late by the engine's own doing, milliseconds. */
export const LATE_MS = 60_000;
/** It is told of once it was so for so long: a minute, and at each look within it. */
const LATE_FOR_MS = 60_000;
const LATE_LOOKS = 5;

/** Whether the engine is behind: it was late at each look for a minute. One look may fall between two steps of it. */
export class LateWatch {
  private since: number | null = null;
  private looks = 0;

  /** `elapsed`: by the clock that never jumps. `oldestDueAt`: of work that waits for nobody but the engine. */
  look(elapsed: number, now: number, oldestDueAt: number | null): boolean {
    if (oldestDueAt === null || now - oldestDueAt <= LATE_MS) {
      this.since = null;
      this.looks = 0;
      return false;
    }
    this.since ??= elapsed;
    this.looks += 1;
    return this.looks >= LATE_LOOKS && elapsed - this.since >= LATE_FOR_MS;
  }
}
