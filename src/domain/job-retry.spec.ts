import { describe, expect, it } from '@jest/globals';
import { nextJobTry, readTries, writeTries, type JobRetryInput, type JobTries } from './job-retry.js';

const S = 1_000;
const HOUR = 3_600 * S;
const fresh: JobTries = { failures: 0, patienceMs: 0 };
const plain: JobRetryInput = { maxRetries: 10, backoff: 'exponential', tries: fresh, askedMs: null, random: 0.5 };

/** The waits, in seconds, until there is none. */
function waits(more: Partial<JobRetryInput>): number[] {
  const seen: number[] = [];
  for (let next = nextJobTry({ ...plain, ...more }); next; next = nextJobTry({ ...plain, ...more, tries: next.tries }))
    seen.push(next.waitMs / S);
  return seen;
}

describe('the waits between tries', () => {
  it('double from 30 s up to an hour', () => {
    expect(waits({})).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it('grow by 30 s where they are linear', () => {
    expect(waits({ backoff: 'linear' })).toEqual([30, 60, 90, 120, 150, 180, 210, 240, 270, 300]);
  });

  it.each<[number, number[]]>([
    [0, [22.5, 45, 90, 180, 360, 720, 1440, 2880, 3600, 3600]],
    [1, [37.5, 75, 150, 300, 600, 1200, 2400, 3600, 3600, 3600]],
  ])('are spread by a quarter, and no longer than an hour after that: random %d', (random, seconds) => {
    expect(waits({ random })).toEqual(seconds);
  });

  it('are as many as there are retries', () => {
    expect(waits({ maxRetries: 0 })).toEqual([]);
    expect(waits({ maxRetries: 3 })).toEqual([30, 60, 120]);
  });
});

describe('a wait that Retry-After asks for', () => {
  const asked = (askedMs: number, tries = fresh, maxRetries = 0) =>
    nextJobTry({ ...plain, maxRetries, askedMs, tries });

  it('is kept to the millisecond and spends no retry', () => {
    expect(asked(90_001)).toEqual({ waitMs: 90_001, tries: { failures: 0, patienceMs: 90_001 } });
    const halfSpent = { failures: 3, patienceMs: 0 };
    expect(asked(5 * S, halfSpent, 3)).toEqual({ waitMs: 5 * S, tries: { failures: 3, patienceMs: 60 * S } });
  });

  it('is a second at least, and counts as a minute at least', () => {
    expect(asked(0)).toEqual({ waitMs: S, tries: { failures: 0, patienceMs: 60 * S } });
    let count = 0;
    for (let next = asked(0); next; next = asked(0, next.tries)) count += 1;
    expect(count).toBe(24 * 60);
  });

  it('spares the budget up to 24 h in all', () => {
    expect(asked(24 * HOUR)?.waitMs).toBe(24 * HOUR);
    expect(asked(24 * HOUR + 1)).toBeNull();
    const spent = { failures: 0, patienceMs: 23 * HOUR };
    expect(asked(HOUR, spent)?.tries.patienceMs).toBe(24 * HOUR);
    expect(asked(HOUR + 1, spent)).toBeNull();
  });

  it('beyond that spends a retry, and is a floor up to an hour', () => {
    const spent = { failures: 0, patienceMs: 24 * HOUR };
    expect(asked(600 * S, spent, 1)).toEqual({ waitMs: 600 * S, tries: { failures: 1, patienceMs: 24 * HOUR } });
    expect(asked(5 * S, spent, 1)?.waitMs).toBe(30 * S);
    expect(asked(30 * 24 * HOUR, spent, 1)?.waitMs).toBe(HOUR);
  });
});

describe('what a row of work remembers of it', () => {
  it('is read back as it was written, and nothing of a new row', () => {
    const tries = { failures: 2, patienceMs: 61_000 };
    expect(readTries(writeTries(tries))).toEqual(tries);
    expect(readTries('{}')).toEqual(fresh);
  });
});
