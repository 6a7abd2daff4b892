import { expect, it } from '@jest/globals';
import { tooOld } from '../../src/storage/database/postgres.js';

it.each([
  { number: 130_022, why: 'the server is PostgreSQL 13, and 14 is the oldest that works' },
  { number: 140_000, why: null },
  { number: 180_001, why: null },
])('a server of version $number: $why', ({ number, why }) => {
  expect(tooOld(number)).toBe(why);
});
