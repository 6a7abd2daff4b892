import { describe, expect, it } from '@jest/globals';
import { Breaker, BREAKS_AT, rampMs, type BreakerNews } from './breaker.js';

const failure = { now: 0, probe: false, random: 0.5, retryAfterMs: null, confirmed: true };
const opened = (until: number, failures = BREAKS_AT) => ({ kind: 'opened', failures, until });

/** So many failures of calls that were let through while it was closed; all it tells of. */
function fail(breaker: Breaker, times: number, more: object = {}): BreakerNews[] {
  return Array.from({ length: times }, () => breaker.failed({ ...failure, ...more })).filter((news) => news !== null);
}

/** Probes at an instant, and fails again; what it tells. */
function failProbe(breaker: Breaker, now: number, more: object = {}): BreakerNews | null {
  expect(breaker.ask(now, false)).toEqual({ go: true, probe: true });
  return breaker.failed({ ...failure, now, probe: true, ...more });
}

describe('a breaker', () => {
  it('opens at twenty failures in a row, with warnings at 50, 70 and 90 % of that', () => {
    const breaker = new Breaker();
    expect(fail(breaker, 19)).toEqual([
      { kind: 'warned', failures: 10, percent: 50 },
      { kind: 'warned', failures: 14, percent: 70 },
      { kind: 'warned', failures: 18, percent: 90 },
    ]);
    expect(breaker.ask(0, false)).toEqual({ go: true, probe: false });
    expect(fail(breaker, 1)).toEqual([opened(30_000)]);
    expect([breaker.state, breaker.isAtRest]).toEqual(['open', false]);
  });

  it('counts anew from every success, and warns anew', () => {
    const breaker = new Breaker();
    fail(breaker, 19);
    expect([breaker.succeeded(false), breaker.isAtRest]).toEqual([null, true]);
    expect(fail(breaker, 19)).toHaveLength(3);
    expect(breaker.state).toBe('closed');
  });

  it('holds calls back while it is open, each until its own turn after the reopening', () => {
    const breaker = new Breaker();
    fail(breaker, 20);
    const held = Array.from({ length: 101 }, () => breaker.ask(29_999, false));
    expect(held[0]).toEqual({ go: false, until: 30_000 });
    expect(held[25]).toEqual({ go: false, until: 31_000 });
    expect(held[100]).toEqual({ go: false, until: 32_000 });
  });

  it('lets one call at a time probe once its time is over; the others look again a little later', () => {
    const breaker = new Breaker();
    fail(breaker, 20);
    expect(breaker.ask(30_000, false)).toEqual({ go: true, probe: true });
    expect(breaker.state).toBe('half_open');
    expect(breaker.ask(30_500, false)).toEqual({ go: false, until: 32_500 });
    breaker.released();
    expect(breaker.ask(30_600, false)).toEqual({ go: true, probe: true });
  });

  it('closes by a probe that succeeds', () => {
    const breaker = new Breaker();
    fail(breaker, 20);
    breaker.ask(30_000, false);
    expect(breaker.succeeded(true)).toEqual({ kind: 'closed' });
    expect([breaker.ask(30_001, false), breaker.isAtRest]).toEqual([{ go: true, probe: false }, true]);
    expect(fail(breaker, 20).at(-1)).toEqual(opened(30_000));
  });

  it('opens for twice as long by every probe that fails, up to ten minutes', () => {
    const breaker = new Breaker();
    fail(breaker, 20);
    const waits: number[] = [];
    for (let now = 30_000, i = 0; i < 7; i++) {
      const news = failProbe(breaker, now);
      const until = news?.kind === 'opened' ? news.until : NaN;
      waits.push((until - now) / 1_000);
      now = until;
    }
    expect(waits).toEqual([60, 120, 240, 480, 600, 600, 600]);
  });

  it('spreads the time it is open by a quarter', () => {
    expect(fail(new Breaker(), 20, { random: 0 }).at(-1)).toEqual(opened(22_500));
    expect(fail(new Breaker(), 20, { random: 0.999999 }).at(-1)).toEqual(opened(37_500));
  });

  it.each([
    [120_000, 120_000],
    [1_000, 30_000],
    [24 * 3_600_000, 3_600_000],
  ])('stays open as long as Retry-After asks, up to an hour: %d ms', (retryAfterMs, until) => {
    expect(fail(new Breaker(), 20, { retryAfterMs }).at(-1)).toEqual(opened(until));
  });

  it('is not moved by calls that had begun before it opened', () => {
    const breaker = new Breaker();
    fail(breaker, 20);
    expect([fail(breaker, 30), breaker.succeeded(false), breaker.state]).toEqual([[], null, 'open']);
    breaker.ask(30_000, false);
    expect([fail(breaker, 1), breaker.succeeded(false), breaker.state]).toEqual([[], null, 'half_open']);
  });

  it('lets urged calls through whenever they come: a success closes it, a failure does not prolong it', () => {
    const breaker = new Breaker();
    fail(breaker, 20);
    expect(breaker.ask(5_000, true)).toEqual({ go: true, probe: true });
    expect([breaker.failed({ ...failure, now: 5_000, probe: true }), breaker.state]).toEqual([null, 'open']);
    expect(breaker.ask(29_999, false)).toEqual({ go: false, until: 30_000 });
    breaker.ask(6_000, true);
    expect(breaker.succeeded(true)).toEqual({ kind: 'closed' });
  });

  it('opens and warns only by a failure that is confirmed, and then at once', () => {
    const breaker = new Breaker();
    expect(fail(breaker, 40, { confirmed: false })).toEqual([]);
    expect(breaker.state).toBe('closed');
    expect(fail(breaker, 1)).toEqual([opened(30_000, 41)]);
  });
});

describe('the ramp', () => {
  it('brings back few at first and ever more', () => {
    expect([0, 25, 2_500, 10_000].map(rampMs)).toEqual([0, 1_000, 10_000, 20_000]);
  });
});
