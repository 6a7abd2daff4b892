import { expect, it } from '@jest/globals';
import { preferredWaitMs, waitApplied } from '../../src/http/prefer.js';

it.each([
  ['wait=10', 10_000],
  ['Wait = "5"', 5000],
  ['respond-async, wait=7', 7000],
  ['wait=3; note=x, wait=9', 3000],
  ['wait=0', 0],
  ['wait=60', 60_000],
  ['wait=61', 60_000],
  ['wait=99999999999999999999', 60_000],
])('Prefer: %s is a wait of %d ms', (header, ms) => {
  expect(preferredWaitMs(header)).toBe(ms);
});

it.each([
  [undefined],
  [''],
  ['respond-async'],
  ['wait'],
  ['wait='],
  ['wait=-1'],
  ['wait=1.5'],
  ['wait=soon'],
  ['await=5'],
])('Prefer: %s asks for no wait', (header) => {
  expect(preferredWaitMs(header)).toBeNull();
});

it('says what was granted', () => {
  expect(waitApplied(preferredWaitMs(['respond-async', 'wait=90']) ?? 0)).toBe('wait=60');
});
