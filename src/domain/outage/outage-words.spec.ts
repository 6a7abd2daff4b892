import { describe, expect, it } from '@jest/globals';
import { longWords, outageSentence } from './outage-words.js';

describe('how long something lasted', () => {
  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [40_000, '40 s'],
    [63_000, '1 min 3 s'],
    [7_500_000, '2 h 5 min'],
    [3_600_000, '1 h'],
  ])('%s ms is told as %s', (ms, words) => {
    expect(longWords(ms)).toBe(words);
  });
});

describe('what the last call of an outage came to', () => {
  it.each(['dns_error', 'connection_error', 'tls_error', 'timeout', 'too_large'] as const)(
    'is a sentence: %s',
    (failure) => {
      const sentence = outageSentence({
        kind: 'unanswered',
        failure,
        message: 'https://secret',
        sentFully: false,
        durationMs: 1,
      });
      expect(sentence).toMatch(/^[A-Z][^/]+\.$/);
    },
  );
});
