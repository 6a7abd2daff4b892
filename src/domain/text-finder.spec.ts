import { describe, expect, it } from '@jest/globals';
import { TextFinder } from './text-finder.js';

describe('many texts in another', () => {
  it('are found wherever they stand, what overlaps as one and what touches apart', () => {
    const finder = new TextFinder(['abcd', 'abcdefgh', 'efghij', 'größer', 'zzzz']);
    expect(finder.find('abcd.abcdefghij.abcd')).toEqual([[0, 4], [5, 15], [16, 20]]); // prettier-ignore
    expect(finder.find('abcdabcd')).toEqual([[0, 4], [4, 8]]); // prettier-ignore
    expect(finder.find('ist größer als')).toEqual([[4, 10]]);
    for (const text of ['', 'abc', 'abce', 'größe', 'zzz']) expect(finder.find(text)).toEqual([]);
    expect(new TextFinder([]).find('abcdefgh')).toEqual([]);
  });

  it('are given up where both are made to take long', () => {
    const texts = Array.from({ length: 200 }, (_, i) => `${'a'.repeat(i + 4)}b`);
    const started = performance.now();
    expect(new TextFinder(texts).find('a'.repeat(100_000))).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
