import { describe, expect, it } from '@jest/globals';
import { bytes } from './bytes.ts';

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [9_949, '9.9 kB'],
    [9_960, '10 kB'],
    [999_600, '1.0 MB'],
    [23_400_000, '23 MB'],
    [2e12, '2.0 TB'],
    [3e15, '3000 TB'],
  ])('of %d bytes is %s', (count, said) => expect(bytes(count)).toBe(said));
});
