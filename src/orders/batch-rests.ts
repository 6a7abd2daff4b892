import { RecentMap } from '../domain/recent-map.js';

/** How long a tool is asked order by order once its batch URL proved to be no good. */
const REST_MS = 15 * 60_000;
/** Failures in a row after which a batch URL rests too: where it is only slow or broken, single checks may still be answered. */
const FAILURES = 3;

interface Trouble {
  readonly failures: number;
  readonly restsUntil: number;
}

/**
 * Which tools' batch URLs are left alone for a while, so that a broken one never keeps orders from being asked for. Held in memory:
 * after a restart the first batch finds out again. Another URL starts anew.
 */
export class BatchRests {
  private readonly troubles = new RecentMap<Trouble>();

  /** `nowMs`, here and below: on the clock that never jumps. */
  isResting(shortId: string, url: string, nowMs: number): boolean {
    return nowMs < (this.troubles.get(keyOf(shortId, url))?.restsUntil ?? 0);
  }

  worked(shortId: string, url: string): void {
    this.troubles.delete(keyOf(shortId, url));
  }

  /** The URL does not take batches at all: `refused`; or this one failed. */
  failed(shortId: string, url: string, nowMs: number, refused: boolean): void {
    const before = this.troubles.get(keyOf(shortId, url)) ?? { failures: 0, restsUntil: 0 };
    const failures = before.failures + 1;
    const rests = refused || failures >= FAILURES;
    const restsUntil = rests ? nowMs + REST_MS : before.restsUntil;
    this.troubles.set(keyOf(shortId, url), { failures, restsUntil }, nowMs);
  }
}

function keyOf(shortId: string, url: string): string {
  return `${shortId} ${url}`;
}
