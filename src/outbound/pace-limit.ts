import { tooSlow, type CallProblem } from './call-problem.js';

export interface Pace {
  readonly bytesPerSecond: number;
  /** Each stretch of time that is measured, in milliseconds: the first is also the grace of a body that starts slowly. */
  readonly windowMs: number;
}

/**
 * Ends a body that comes too slowly. Whole stretches of time are looked at one by one, not the average since the start: a body
 * that came quickly and then stalls is noticed as well.
 */
export class PaceLimit {
  private timer: NodeJS.Timeout | undefined;
  private windowFrom = 0;
  private bytes = 0;
  /** Time in this window in which we took nothing: nobody is slow then but us. */
  private heldMs = 0;
  private heldFrom: number | null = null;

  constructor(
    private readonly pace: Pace,
    private readonly end: (problem: CallProblem) => void,
  ) {}

  start(): void {
    this.windowFrom = performance.now();
    this.timer = setInterval(() => this.look(), this.pace.windowMs);
  }

  take(bytes: number): void {
    this.bytes += bytes;
  }

  /** No more is taken, until `goOn`. */
  hold(): void {
    this.heldFrom ??= performance.now();
  }

  goOn(): void {
    this.countHeld(performance.now());
    this.heldFrom = null;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    this.countHeld(now);
    const { bytesPerSecond, windowMs } = this.pace;
    const least = (bytesPerSecond * (now - this.windowFrom - this.heldMs)) / 1000;
    if (this.bytes < least) return this.end(tooSlow(bytesPerSecond, windowMs));
    this.windowFrom = now;
    this.bytes = 0;
    this.heldMs = 0;
  }

  private countHeld(now: number): void {
    if (this.heldFrom === null) return;
    this.heldMs += now - this.heldFrom;
    this.heldFrom = now;
  }
}
