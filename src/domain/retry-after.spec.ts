import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from './retry-after.js';

const now = Date.UTC(2026, 10, 6, 8, 49, 0);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5\t', 5_000],
    ['007', 7_000],
    ['Fri, 06 Nov 2026 08:49:37 GMT', 37_000],
    ['Friday, 06-Nov-26 08:49:37 GMT', 37_000],
    ['Fri Nov  6 08:49:37 2026', 37_000],
    ['Fri Nov 06 08:49:37 2026', 37_000],
    ['Fri, 06 Nov 2026 08:49:60 GMT', 60_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
  ])('reads %j as %d ms', (value, wait) => expect(parseRetryAfter(value, now)).toBe(wait));

  it.each([
    undefined,
    '',
    ' ',
    'soon',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '120, 60',
    '5s',
    '2026-11-06T08:49:37Z',
    'Fri, 31 Feb 2026 08:00:00 GMT',
    'Fri, 00 Nov 2026 08:00:00 GMT',
    'Fri, 06 Foo 2026 08:00:00 GMT',
    'Fri, 06 Nov 2026 24:00:00 GMT',
    'Fri, 06 Nov 2026 08:49:37 UTC',
    'Fri, 06 Nov 2026 08:49:37 +0000',
    'NaN',
    'Infinity',
  ])('makes nothing of %j', (value) => expect(parseRetryAfter(value, now)).toBeNull());

  it('never asks for more than 30 days', () => {
    for (const value of ['99999999', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'])
      expect(parseRetryAfter(value, now)).toBe(MAX_RETRY_AFTER_MS);
  });

  it('places a year of two digits within 50 years of now', () => {
    expect(parseRetryAfter('Friday, 06-Nov-26 08:49:37 GMT', Date.UTC(2099, 0, 1))).toBe(MAX_RETRY_AFTER_MS);
    expect(parseRetryAfter('Friday, 01-Jan-00 00:00:10 GMT', Date.UTC(2100, 0, 1) - 1_000)).toBe(11_000);
  });

  it('reads back every date it is given in the preferred form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_RETRY_AFTER_MS / 1_000 }), (seconds) => {
        expect(parseRetryAfter(new Date(now + seconds * 1_000).toUTCString(), now)).toBe(seconds * 1_000);
      }),
    );
  });

  it('is null or a wait between zero and the limit, for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = parseRetryAfter(text, now);
        expect(wait === null || (wait >= 0 && wait <= MAX_RETRY_AFTER_MS)).toBe(true);
      }),
    );
  });
});
