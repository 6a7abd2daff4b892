import type { SellerClock } from '../../src/habits/seller-clock.js';
import type { ManualClock } from '../support/manual-clock.js';

/** The seller's calendar is the test's clock, and so is its alarm. */
export class ManualSellerClock implements SellerClock {
  private readonly alarms = new Set<number>();

  constructor(private readonly clock: ManualClock) {}

  /** When the seller does something of itself next, epoch milliseconds; `Infinity`: nothing. */
  get nextAt(): number {
    return Math.min(Infinity, ...this.alarms);
  }

  now(): number {
    return this.clock.now();
  }

  /** Those of one seller are at different instants. */
  after(ms: number, act: () => void): () => void {
    const dueAt = Math.round(this.clock.now() + ms);
    const takeBack = () => {
      this.alarms.delete(dueAt);
      stop();
    };
    const stop = this.clock.onAdvance((now) => {
      if (now < dueAt) return;
      takeBack();
      act();
    });
    this.alarms.add(dueAt);
    return takeBack;
  }
}
