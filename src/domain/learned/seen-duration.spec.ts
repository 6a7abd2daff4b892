import { describe, expect, it } from '@jest/globals';
import { seenDuration, type OrderEnd } from './seen-duration.js';

const FORWARDED = 1_900_000_000_000;
const at = (s: number) => FORWARDED + s * 1_000;
const end = (more: Partial<OrderEnd>): OrderEnd => ({
  ...{ by: 'found', forwardedMs: FORWARDED, endedMs: at(100), completedMs: null, atWorkMs: null },
  ...more,
});

describe('what an ended order teaches of durations', () => {
  it('is exact where the seller called', () => {
    expect(seenDuration(end({ by: 'told', atWorkMs: at(60) }))).toEqual({ kind: 'exact', s: 100 });
  });

  it('is an interval where a check found the end: since the last answer that said "at work", or since the forward', () => {
    expect(seenDuration(end({ atWorkMs: at(60) }))).toEqual({ kind: 'between', afterS: 60, atMostS: 100 });
    expect(seenDuration(end({}))).toEqual({ kind: 'between', afterS: 0, atMostS: 100 });
    expect(seenDuration(end({ endedMs: at(0) }))).toBeNull();
  });

  it('is exact by completed_at, on every road, where that can be true', () => {
    for (const by of ['told', 'found'] as const) {
      expect(seenDuration(end({ by, atWorkMs: at(60), completedMs: at(72.5) }))).toEqual({ kind: 'exact', s: 72.5 });
      expect(seenDuration(end({ by, completedMs: at(0) }))).toEqual({ kind: 'exact', s: 0 });
    }
  });

  it.each([
    ['before the forward', -1],
    ['before the last answer that said "at work"', 59],
    ['in the future', 101],
  ])('takes no notice of a completed_at %s', (_when, s) => {
    const seen = seenDuration(end({ atWorkMs: at(60), completedMs: at(s) }));
    expect(seen).toEqual({ kind: 'between', afterS: 60, atMostS: 100 });
    expect(seenDuration(end({ by: 'told', atWorkMs: at(60), completedMs: at(s) }))).toEqual({ kind: 'exact', s: 100 });
  });

  it('is "longer than it was last seen at work" where it was given up, and nothing where it never was', () => {
    const given = end({ by: 'given_up', endedMs: at(9_000), atWorkMs: at(60), completedMs: at(70) });
    expect(seenDuration(given)).toEqual({ kind: 'over', afterS: 60 });
    expect(seenDuration(end({ by: 'given_up' }))).toBeNull();
  });
});
