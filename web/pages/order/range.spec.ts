import { describe, expect, it } from '@jest/globals';
import { rangeWords } from './range.ts';

describe('how long an order takes, in words', () => {
  it('says half, nine in ten, and where this one is', () => {
    expect(rangeWords({ p50_s: 360, p90_s: 660, sample: 84 }, 240)).toBe(
      'Half of the orders like this one take at most 6 min, nine in ten at most 11 min; this one is at 4 min. (Of 84 past orders.)',
    );
  });

  it('says that it takes longer than most', () => {
    expect(rangeWords({ p50_s: 360, p90_s: 660, sample: 84 }, 661)).toContain(
      'this one is at 11 min, longer than most',
    );
  });

  it('gives one figure where there is but one', () => {
    expect(rangeWords({ p50_s: 5, p90_s: 5, sample: 20 }, 0)).toBe(
      'Nine in ten orders like this one take at most 5 s; this one is at 0 s. (Of 20 past orders.)',
    );
  });
});
