import { describe, expect, it } from '@jest/globals';
import { forwarded, type StepView } from './test-steps.js';

const WAITS = 'wait';
const GOES_ON = 'next';

/** `answered`: what came of each try; null where no answer came. */
function move(good: { isFinal: boolean; answered: readonly (number | null)[] } | null, passedMs = 1_000): string {
  const calls = good?.answered.map((status) => ({ kind: 'forward', status })) ?? [];
  const evidence = { good: good && { isFinal: good.isFinal, calls } };
  return forwarded({ evidence, passedMs, patienceMs: 5_000 } as unknown as StepView).kind;
}

describe('a test waits for the answer to its order', () => {
  it.each([
    ['while there is none', { isFinal: false, answered: [] }, WAITS],
    ['while it is refused and tried again', { isFinal: false, answered: [503, null] }, WAITS],
    ['though a callback has ended the order already', { isFinal: true, answered: [] }, WAITS],
    ['until it is taken', { isFinal: false, answered: [503, 202] }, GOES_ON],
    ['until it is over without one, and the order too', { isFinal: true, answered: [null] }, GOES_ON],
    ['but not where no order was placed', null, GOES_ON],
  ])('%s', (_what, good, kind) => expect(move(good)).toBe(kind));

  it('and no longer than its patience', () => {
    expect(move({ isFinal: true, answered: [] }, 5_001)).toBe(GOES_ON);
  });
});
