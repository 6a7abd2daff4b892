import type { Clock } from '../../domain/clock.js';

/** How often the machine's time is compared with the database's. */
const MEASURE_EVERY_MS = 10_000;
/** Readings at the start; the one that took the shortest tells most. */
const FIRST_READINGS = 5;
/** Back by less than this it does not go: it stands still until the database's time has come as far. */
const STANDS_STILL_MS = 1_000;

export interface DatabaseClockParts {
  /** What the database's clock says, in milliseconds since the epoch. */
  readonly ask: () => Promise<number>;
  /** Milliseconds by a clock that never jumps. Default: the machine's monotonic one. */
  readonly elapsed?: () => number;
}

/**
 * The time of the database, for processes that share it: each measures how far its own monotonic clock lies from the database's, at the
 * start and every 10 s. So all agree to some milliseconds, however their machines' calendars are set, and whoever sets one moves nothing.
 *
 * Within what a measurement leaves open (half its round trip) nothing is corrected. It never goes back by less than a second; where the
 * database's own clock is set, it follows.
 */
export class DatabaseClock implements Clock {
  readonly elapsed: () => number;
  /** What the database's clock is ahead of `elapsed`. */
  private ahead = 0;
  private last = 0;
  private timer: NodeJS.Timeout | null = null;

  private constructor(
    private readonly ask: () => Promise<number>,
    elapsed?: () => number,
  ) {
    this.elapsed = elapsed ?? (() => performance.now());
  }

  /** Rejects where the database does not answer. */
  static async start({ ask, elapsed }: DatabaseClockParts): Promise<DatabaseClock> {
    const clock = new DatabaseClock(ask, elapsed);
    const readings = [];
    for (let i = 0; i < FIRST_READINGS; i++) readings.push(await clock.read());
    clock.ahead = readings.reduce((best, one) => (one.within < best.within ? one : best)).ahead;
    clock.timer = setInterval(() => void clock.measure(), MEASURE_EVERY_MS).unref();
    return clock;
  }

  now(): number {
    const now = Math.floor(this.elapsed() + this.ahead);
    if (now >= this.last || this.last - now > STANDS_STILL_MS) this.last = now;
    return this.last;
  }

  /** Compares once more. While the database does not answer, the clock goes on as it went. */
  async measure(): Promise<void> {
    const reading = await this.read().catch(() => null);
    if (reading !== null && Math.abs(reading.ahead - this.ahead) > reading.within) this.ahead = reading.ahead;
  }

  /** Compares no more; the clock goes on. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private async read(): Promise<{ readonly ahead: number; readonly within: number }> {
    const asked = this.elapsed();
    const told = await this.ask();
    const within = (this.elapsed() - asked) / 2;
    return { ahead: told - (asked + within), within };
  }
}

/**
 * What is looked at for jumps of the calendar (`work/clock-jumps.ts`). When the clock of a shared database is set, all its processes see
 * it, and each would move the same work once more: none does. Gaps that were under way then last as much longer, or shorter.
 */
export function ownCalendar(clock: Clock): Clock {
  return clock instanceof DatabaseClock ? { now: clock.elapsed, elapsed: clock.elapsed } : clock;
}
