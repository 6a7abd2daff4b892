import { describe, expect, it } from '@jest/globals';
import type { PollPlan } from './poll-plan.js';
import { contradictionsIn, type SetUp } from './set-up.js';

const fixed = (fields: object): PollPlan => ({
  strategy: 'fixed',
  initial_s: 60,
  interval_s: 60,
  jitter: 0,
  ...fields,
});
const SOUND: SetUp = {
  ...{ plan: { strategy: 'sweep' }, deadlineS: 86_400, hasStatusUrl: true, sweepGapS: 900, checkS: 8 },
  ...{ past: null, retryAfterS: null, sharedWith: [] },
};
const fieldsOf = (fields: Partial<SetUp>) => contradictionsIn({ ...SOUND, ...fields }).map(({ field }) => field);
const messageOf = (fields: Partial<SetUp>) => contradictionsIn({ ...SOUND, ...fields })[0]?.message;

describe('a set-up', () => {
  it('is sound as it is by default', () => expect(fieldsOf({})).toEqual([]));

  it.each<[string, Partial<SetUp>, number]>([
    ['a tick of the sweep', {}, 908],
    ['the first gap of the plan', { plan: fixed({ initial_s: 300 }) }, 308],
    ['its jitter', { plan: fixed({ initial_s: 300, jitter: 0.5 }) }, 458],
    ['a check that waits', { plan: fixed({ initial_s: 300, wait_s: 30 }) }, 338],
    [
      'the slowest class',
      {
        plan: {
          ...{ strategy: 'adaptive', class_from: 'size', default: 'small', jitter: 0 },
          classes: { small: { initial_s: 5, interval_s: 5 }, large: { initial_s: 3_600, interval_s: 60 } },
        },
      },
      3_608,
    ],
  ])('contradicts itself where an order expires before %s is over', (_what, fields, sum) => {
    expect(fieldsOf({ ...fields, deadlineS: sum })).toEqual([]);
    expect(fieldsOf({ ...fields, deadlineS: sum - 1 })).toEqual(['deadline_s']);
    expect(messageOf({ ...fields, deadlineS: sum - 1 })).toContain(`= ${sum} s, but the order expires`);
  });

  it('without a status URL waits for no check', () => {
    expect(fieldsOf({ hasStatusUrl: false, deadlineS: 60, sharedWith: ['b'], retryAfterS: 900 })).toEqual([]);
  });

  it('contradicts itself where one in ten past orders took longer than the deadline, with a check', () => {
    const past = { p90_s: 5_000, sample: 40 };
    expect(fieldsOf({ past, deadlineS: 5_008 })).toEqual([]);
    expect(messageOf({ past, deadlineS: 5_007 })).toMatch(/5000 s \+ 8 s for a check \(by 40 past orders\)/);
    expect(fieldsOf({ past, deadlineS: 5_000, hasStatusUrl: false })).toEqual([]);
    expect(fieldsOf({ past, deadlineS: 4_999, hasStatusUrl: false })).toEqual(['deadline_s']);
  });

  it('contradicts itself where it asks faster than Retry-After lets it', () => {
    expect(fieldsOf({ plan: fixed({ interval_s: 30 }), retryAfterS: 30 })).toEqual([]);
    expect(fieldsOf({ plan: fixed({ interval_s: 29 }), retryAfterS: 30 })).toEqual(['poll']);
    expect(messageOf({ plan: fixed({ interval_s: 29 }), retryAfterS: 30 })).toMatch(/every 29 s, .* so it is 30 s\./);
    expect(fieldsOf({ retryAfterS: 3_600 })).toEqual([]);
  });

  it('is questionable where two tools have one status URL', () => {
    expect(fieldsOf({ sharedWith: ['a', 'b'] })).toEqual(['status_url']);
    expect(messageOf({ sharedWith: ['a', 'b'] })).toMatch(/of a, b as well/);
  });
});
