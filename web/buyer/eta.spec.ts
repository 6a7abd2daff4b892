import { describe, expect, it } from '@jest/globals';
import { expectation } from './eta.ts';

const FORWARDED = '2026-03-01T12:00:00.000Z';

function said(p50_s: number, p90_s: number, elapsed_s: number): string | null {
  const order = { status: 'processing', eta: { p50_s, p90_s, sample: 40 }, forwarded_at: FORWARDED } as const;
  return expectation(order, Date.parse(FORWARDED) + elapsed_s * 1_000);
}

describe('what a buyer is told to expect', () => {
  it('is what half and nine in ten take, and where this order is', () => {
    expect(said(350, 655, 250)).toBe(
      'Half of the orders like this one take up to 6 minutes, 9 in 10 under 11; yours is at 4.',
    );
    expect(said(12, 40, 3)).toBe(
      'Half of the orders like this one take up to 12 seconds, 9 in 10 under 40; yours is at 3.',
    );
  });

  it('is one figure where both round to the same', () => {
    expect(said(640, 655, 0)).toBe('9 in 10 orders like this one take under 11 minutes; yours is at 0 minutes.');
  });

  it('says that it takes longer than usual once it does', () => {
    expect(said(350, 655, 900)).toMatch(/under 11 minutes; yours is at 15 minutes: longer than usual/);
    expect(said(20, 60, 7_300)).toMatch(/under 60 seconds; yours is at 2 hours/);
  });

  it('promises nothing where too few orders are known', () => {
    const order = { status: 'processing', eta: null, forwarded_at: FORWARDED } as const;
    expect(expectation(order, Date.parse(FORWARDED) + 61_000)).toBe(
      'It has been worked on for 61 seconds. How long it takes is not known yet.',
    );
    expect(expectation(order, Date.parse(FORWARDED) - 5_000)).toMatch(/for 0 seconds/);
  });

  it('is nothing of an order that nobody works on', () => {
    const eta = { p50_s: 1, p90_s: 2, sample: 20 };
    expect(expectation({ status: 'completed', eta, forwarded_at: FORWARDED }, Date.now())).toBeNull();
    expect(expectation({ status: 'processing', eta, forwarded_at: null }, Date.now())).toBeNull();
  });

  it('is in hours and days where it takes so long', () => {
    expect(said(3 * 3_600, 5 * 3_600, 7_300)).toMatch(/up to 3 hours, 9 in 10 under 5; yours is at 2\./);
    expect(said(2 * 86_400, 3 * 86_400, 86_400)).toMatch(/up to 2 days, 9 in 10 under 3; yours is at 1\./);
  });
});
