import { describe, expect, it } from '@jest/globals';
import type { OrderStory, StoryCall } from '../evidence.js';
import { repeatedCallbacks } from './job-checks.js';

const call = (outcome: string, times = 1): StoryCall => ({
  ...{ kind: 'callback', outcome, status: 200, ms: 5, times, error: null },
});

const story = (deliveredBy: string, calls: readonly StoryCall[]) => ({ deliveredBy, calls }) as unknown as OrderStory;

describe('repeated callbacks', () => {
  it.each([
    ['one that ended the order', 'callback', [call('completed')], 0],
    ['two more behind it', 'callback', [call('completed'), call('duplicate', 2)], 2],
    ['the first, where a check had told the end before it', 'check', [call('duplicate')], 0],
    ['a second one behind that', 'check', [call('duplicate'), call('late')], 1],
    ['none', 'check', [], 0],
  ])('are counted: %s', (_what, by, calls, times) => {
    expect(repeatedCallbacks(story(by, calls))).toBe(times);
  });
});
