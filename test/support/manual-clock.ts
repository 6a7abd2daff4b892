import type { Clock } from '../../src/domain/clock.js';

/** Called after each advance with the new time. */
export type AdvanceListener = (now: number) => void;

/** Far from today on purpose: code that reads the machine's clock beside this one shows itself at once. */
const defaultStart = Date.UTC(2030, 0, 7, 9, 0, 0, 0);

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  private time: number;
  private passed = 0;
  private readonly listeners = new Set<AdvanceListener>();

  /** Starts at 2030-01-07T09:00:00.000Z unless told otherwise. */
  constructor(start: number | Date = defaultStart) {
    this.time = Number(start);
  }

  now(): number {
    return this.time;
  }

  elapsed(): number {
    return this.passed;
  }

  /** Somebody sets the calendar, forward or (below zero) back: no time passes, and nobody is told. */
  jump(ms: number): void {
    this.time += ms;
  }

  /** Lets time pass, in whole milliseconds as the machine tells them, and tells the listeners, in the order in which they were added. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`Time does not run backwards: advance(${ms}).`);
    const whole = Math.round(ms);
    this.time += whole;
    this.passed += whole;
    for (const listener of [...this.listeners]) listener(this.time);
  }

  /** Lets time pass up to an instant; an instant in the past changes nothing. */
  advanceTo(instant: number | Date): void {
    this.advance(Math.max(0, Number(instant) - this.time));
  }

  /** Gives back a function that removes the listener. */
  onAdvance(listener: AdvanceListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
