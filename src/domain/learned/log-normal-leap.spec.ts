import { describe, expect, it } from '@jest/globals';
import { leap } from './log-normal-leap.js';

const at = (mu: number, sigma = 0.3) => [{ share: 1, mu, sigma }];

describe('a leap of a slow iteration', () => {
  it('lands where it would end, were each step nine tenths of the one before', () => {
    const [landed] = leap(at(5), at(4.9), at(4.81));
    expect(landed?.mu).toBeCloseTo(4, 9);
    expect(landed?.sigma).toBeCloseTo(0.3, 9);
  });

  it('stays a mixture: widths within their bounds, shares that sum to one', () => {
    const of = (share: number, sigma: number) =>
      [...at(4, sigma), { share: 1, mu: 7, sigma: 0.3 }].map((part, i) => ({
        ...part,
        share: i === 0 ? share : 1 - share,
      }));
    const landed = leap(of(0.2, 1), of(0.3, 1.5), of(0.4, 2.2));
    expect(landed.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(landed[0]?.sigma).toBe(3);
  });
});
