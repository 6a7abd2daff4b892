import { describe, expect, it } from '@jest/globals';
import { troubleOf } from './call-trouble.js';
import type { CallFailure, CallPhase } from './exchange.js';
import { HeldBody } from './received-body.js';

const answered = (status: number) => ({
  ...{ kind: 'answered' as const, status, headers: {}, body: new HeldBody(Buffer.alloc(0)), durationMs: 1 },
});
const unanswered = (failure: CallFailure, sentFully: boolean, phase: CallPhase) => ({
  ...{ kind: 'unanswered' as const, failure, message: '-', sentFully, phase, durationMs: 1 },
});

describe('the trouble that an exchange tells of', () => {
  it.each([500, 502, 503, 599, 429, 408])('is the tool’s where it answers %d', (status) => {
    expect(troubleOf(answered(status))).toBe('tool');
  });

  it.each([200, 202, 204, 304, 301, 400, 401, 403, 404, 410, 422])('is none where it answers %d', (status) => {
    expect(troubleOf(answered(status))).toBe('none');
  });

  it.each(['lookup', 'connect', 'tls'] as const)('is the origin’s where nobody was reached: %s', (phase) => {
    for (const failure of ['connection_error', 'tls_error', 'timeout'] as const)
      expect(troubleOf(unanswered(failure, false, phase))).toBe('origin');
    expect(troubleOf(unanswered('dns_error', false, phase))).toBe('origin');
  });

  it.each(['sending', 'headers', 'body'] as const)('is the tool’s once the connection stood: %s', (phase) => {
    for (const failure of ['connection_error', 'tls_error', 'timeout'] as const)
      expect(troubleOf(unanswered(failure, phase !== 'sending', phase))).toBe('tool');
  });

  it.each(['start', 'slot'] as const)('is nobody’s where the call had not gone out: %s', (phase) => {
    expect(troubleOf(unanswered('timeout', false, phase))).toBeNull();
  });

  it('is none for a body that is too large, and unknown for calls that we refused or gave up ourselves', () => {
    expect(troubleOf(unanswered('too_large', true, 'body'))).toBe('none');
    expect(troubleOf(unanswered('blocked_address', false, 'lookup'))).toBeNull();
    expect(troubleOf(unanswered('aborted', true, 'headers'))).toBeNull();
  });
});
