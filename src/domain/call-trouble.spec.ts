import { describe, expect, it } from '@jest/globals';
import { troubleOf } from './call-trouble.js';
import type { CallFailure } from './exchange.js';
import { HeldBody } from './received-body.js';

const answered = (status: number) => ({
  ...{ kind: 'answered' as const, status, headers: {}, body: new HeldBody(Buffer.alloc(0)), durationMs: 1 },
});
const unanswered = (failure: CallFailure, sentFully: boolean) => ({
  ...{ kind: 'unanswered' as const, failure, message: '-', sentFully, durationMs: 1 },
});

describe('the trouble that an exchange tells of', () => {
  it.each([500, 502, 503, 599, 429, 408])('is the tool’s where it answers %d', (status) => {
    expect(troubleOf(answered(status))).toBe('tool');
  });

  it.each([200, 202, 204, 304, 301, 400, 401, 403, 404, 410, 422])('is none where it answers %d', (status) => {
    expect(troubleOf(answered(status))).toBe('none');
  });

  it.each(['dns_error', 'connection_error', 'tls_error', 'timeout'] as const)(
    'is the origin’s where nobody was reached, and the tool’s once the request was sent: %s',
    (failure) => {
      expect([troubleOf(unanswered(failure, false)), troubleOf(unanswered(failure, true))]).toEqual(['origin', 'tool']);
    },
  );

  it('is none for a body that is too large, and unknown for calls that we refused or gave up ourselves', () => {
    expect(troubleOf(unanswered('too_large', true))).toBe('none');
    expect(troubleOf(unanswered('blocked_address', false))).toBeNull();
    expect(troubleOf(unanswered('aborted', true))).toBeNull();
  });
});
