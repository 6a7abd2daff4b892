import type { Clock } from '../../../src/domain/clock.js';

/** Runs as the machine's does, but behind it; moved on until it has caught up. Lets a past of many hours be lived in seconds. */
export class MovingClock implements Clock {
  private passed = 0;

  /** `behindMs`: how far behind the machine's clock it begins. */
  constructor(private behindMs: number) {}

  now(): number {
    return Date.now() - this.behindMs;
  }

  elapsed(): number {
    return performance.now() + this.passed;
  }

  /** Never past the machine's clock: it answers whether it has caught up. */
  advance(ms: number): boolean {
    const step = Math.min(ms, this.behindMs);
    this.behindMs -= step;
    this.passed += step;
    return this.behindMs === 0;
  }
}
