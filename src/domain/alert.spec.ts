import { describe, expect, it } from '@jest/globals';
import { hasPassed, isLow, LateWatch } from './alert.js';

const GIB = 1024 ** 3;

describe('a disk', () => {
  it.each([
    [0.99 * GIB, 10 * GIB, true],
    [GIB, 10 * GIB, false],
    [4.9 * GIB, 100 * GIB, true],
    [5 * GIB, 100 * GIB, false],
    [0, 0, true],
  ])('with %d of %d bytes free is low: %s', (freeBytes, sizeBytes, low) => {
    expect(isLow({ freeBytes, sizeBytes })).toBe(low);
  });
});

describe('the watch on lateness', () => {
  /** One look every 15 s, at work that is so late each time. */
  function looks(lateness: (number | null)[]): boolean[] {
    const watch = new LateWatch();
    return lateness.map((ms, i) => {
      const now = 1_000_000 + i * 15_000;
      return watch.look(i * 15_000, now, ms === null ? null : now - ms);
    });
  }

  it('is sure once work was over a minute late at each look for a minute', () => {
    expect(looks([60_001, 70_000, 80_000, 90_000, 60_001, 60_001])).toEqual([false, false, false, false, true, true]);
  });

  it('begins anew where one look found nothing late', () => {
    expect(looks([90_000, 90_000, 90_000, 60_000, 90_000, 90_000, null, 90_000])).not.toContain(true);
  });

  it('is not sure of hours that passed between two looks', () => {
    const watch = new LateWatch();
    const seen = [0, 1, 2, 3].map((hour) => watch.look(hour * 3_600_000, hour * 3_600_000, hour * 3_600_000 - 90_000));
    expect(seen).not.toContain(true);
  });
});

describe('a time since', () => {
  it('has passed where the clock was set back as well', () => {
    expect([hasPassed(0, 999, 1000), hasPassed(0, 1000, 1000), hasPassed(5000, 0, 1000)]).toEqual([false, true, true]);
  });
});
