import type { SellerClock } from '../../src/habits/seller-clock.js';
import type { ManualClock } from '../support/manual-clock.js';

/** The seller's calendar is the test's clock, and so is its alarm. */
export function manualSellerClock(clock: ManualClock): SellerClock {
  return {
    now: () => clock.now(),
    after(ms, act) {
      const dueAt = clock.now() + ms;
      const takeBack = clock.onAdvance((now) => {
        if (now < dueAt) return;
        takeBack();
        act();
      });
      return takeBack;
    },
  };
}
