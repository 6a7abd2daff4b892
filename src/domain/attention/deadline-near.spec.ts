import { describe, expect, it } from '@jest/globals';
import { nearMs } from './deadline-near.js';

describe('a deadline is near', () => {
  it.each([
    ['2.4 hours before that of a day', 86_400, 8_640],
    ['a quarter of an hour before that of two hours', 7_200, 900],
    ['a quarter of an hour before that of an hour', 3_600, 900],
    ['15 seconds before that of a minute', 60, 15],
  ])('%s', (_, deadlineS, nearS) => {
    expect(nearMs(deadlineS)).toBe(nearS * 1_000);
  });
});
