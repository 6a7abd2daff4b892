import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextForwardTry, nextNotificationTry, type ForwardRetryInput } from './retry-plan.js';

const hour = 3_600_000;
const input: ForwardRetryInput = { tries: 1, triedMs: 0, nowMs: 0, retryAfterMs: null, random: 0.5 };

describe('a forward that failed', () => {
  it('is tried again after 5 s, then twice as long each time, up to 10 min', () => {
    const waits = [1, 2, 3, 7, 8, 9, 2_000].map((tries) => nextForwardTry({ ...input, tries }));
    expect(waits).toEqual([5_000, 10_000, 20_000, 320_000, 600_000, 600_000, 600_000]);
  });

  it('is spread by a quarter to both sides', () => {
    expect(nextForwardTry({ ...input, random: 0 })).toBe(3_750);
    expect(nextForwardTry({ ...input, random: 0.999999 })).toBe(6_250);
  });

  it('waits at least as long as Retry-After says, up to an hour', () => {
    expect(nextForwardTry({ ...input, retryAfterMs: 1_000 })).toBe(5_000);
    expect(nextForwardTry({ ...input, retryAfterMs: 90_000 })).toBe(90_000);
    expect(nextForwardTry({ ...input, retryAfterMs: 48 * hour })).toBe(hour);
  });

  it('is given up six hours after the first try', () => {
    const late = { ...input, tries: 40, nowMs: 20 * hour };
    expect(nextForwardTry({ ...late, triedMs: 6 * hour - 600_000 })).toBe(20 * hour + 600_000);
    expect(nextForwardTry({ ...late, triedMs: 6 * hour - 600_000 + 1 })).toBeNull();
    expect(nextForwardTry({ ...late, triedMs: 5.5 * hour, retryAfterMs: hour })).toBeNull();
  });

  it('ends for every seller that never answers, after some dozens of tries', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        let nowMs = 0;
        let tries = 1;
        for (
          let at = nextForwardTry({ ...input, random });
          at !== null;
          at = nextForwardTry({ ...input, tries, triedMs: nowMs, nowMs, random })
        ) {
          expect(at).toBeGreaterThan(nowMs);
          nowMs = at;
          tries++;
        }
        expect(nowMs).toBeLessThanOrEqual(6 * hour);
        expect(tries).toBeGreaterThan(30);
        expect(tries).toBeLessThan(70);
      }),
    );
  });
});

describe('a notification that failed', () => {
  it('is tried again by the published table, then is dead', () => {
    const waits = Array.from({ length: 10 }, (_, index) => nextNotificationTry({ ...input, tries: index + 1 }));
    expect(waits).toEqual([
      5_000,
      300_000,
      1_800_000,
      2 * hour,
      5 * hour,
      10 * hour,
      14 * hour,
      20 * hour,
      24 * hour,
      null,
    ]);
    expect(nextNotificationTry({ ...input, tries: 11 })).toBeNull();
  });

  it('is spread by a fifth to both sides and waits for Retry-After', () => {
    expect(nextNotificationTry({ ...input, random: 0 })).toBe(4_000);
    expect(nextNotificationTry({ ...input, random: 0.999999 })).toBe(6_000);
    expect(nextNotificationTry({ ...input, retryAfterMs: 60_000 })).toBe(60_000);
    expect(nextNotificationTry({ ...input, retryAfterMs: 48 * hour })).toBe(hour);
  });
});
