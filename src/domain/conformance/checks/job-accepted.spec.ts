import { describe, expect, it } from '@jest/globals';
import type { Evidence, StoryCall } from '../evidence.js';
import { accepted } from './job-checks.js';

const forward = (status: number | null, error: string | null = null): StoryCall => ({
  ...{ kind: 'forward', outcome: status === 202 ? 'accepted' : 'connection_error', status, ms: 5, times: 1, error },
});

const found = (calls: readonly StoryCall[], status = 'processing', isOver = true) =>
  accepted({ good: { status, error: null, calls }, isOver } as unknown as Evidence);

describe('whether the job URL took the order', () => {
  it.each([
    ['at once', [forward(202)], 'pass', 'HTTP 202 at try 1.'],
    [
      'at a later try, since the first was refused',
      [forward(404, 'Not found.'), forward(404), forward(202)],
      ...['warn', 'HTTP 202, but only at try 3. The first came to: Not found.'],
    ],
    [
      'at a later try, since the first never came through',
      [forward(null), forward(202)],
      ...['warn', 'HTTP 202, but only at try 2. The first came to: connection_error'],
    ],
    ['never', [forward(503, 'It is busy.')], 'fail', 'HTTP 503: It is busy.'],
    ['never, without an answer', [forward(null)], 'fail', 'It was not answered.'],
  ] as [string, StoryCall[], string, string][])('is told: %s', (_what, calls, outcome, text) => {
    expect(found(calls)).toEqual({ outcome, found: text });
  });

  it('is not known while tries go on', () => {
    expect(found([forward(503)], 'forwarding', false)).toBeNull();
  });
});
