import { describe, expect, it } from '@jest/globals';
import { wordsOf } from './words-of.js';

describe('the words of an error', () => {
  it('are the first line of its message', () => {
    expect(wordsOf(new Error('no route to host\nSELECT 1'))).toBe('no route to host');
  });

  it('are its code where it has no message, as when no address of a name answers', () => {
    const refused = new AggregateError([new Error('connect ECONNREFUSED ::1:5432')], '');
    expect(wordsOf(Object.assign(refused, { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  });

  it.each([[new Error('')], [null], ['thrown'], [undefined]])('are never empty: %p', (error) => {
    expect(wordsOf(error)).toBe('unknown error');
  });
});
