import { describe, expect, it } from '@jest/globals';
import { waitBeforeRetry, type CallRetry } from './call-retry.js';
import type { CallFailure, Exchange } from './exchange.js';
import { HeldBody } from './received-body.js';

const rule: CallRetry = { limit: 3, minMs: 100, maxMs: null, factor: 3, backoff: 'exponential', randomize: false };
const lost = (failure: CallFailure = 'connection_error'): Exchange => ({
  ...{ kind: 'unanswered', failure, message: '-', sentFully: true, durationMs: 1 },
});
const waits = (more: Partial<CallRetry>, tries = 4, random = 0) =>
  Array.from({ length: tries }, (_, i) => waitBeforeRetry({ ...rule, ...more }, i + 1, lost(), random));

describe('the wait before a call is made again', () => {
  it('grows by the factor, and there is none once the tries are spent', () => {
    expect(waits({})).toEqual([100, 300, 900, null]);
  });

  it('grows by the first wait where it is linear', () => {
    expect(waits({ backoff: 'linear' })).toEqual([100, 200, 300, null]);
  });

  it('is none without tries', () => {
    expect(waits({ limit: 0 }, 1)).toEqual([null]);
  });

  it('is never longer than its rule has it, and never than a minute', () => {
    expect(waits({ maxMs: 250 }, 3)).toEqual([100, 250, 250]);
    expect(waits({ minMs: 50_000, maxMs: 1e9 }, 2)).toEqual([50_000, 60_000]);
  });

  it('is up to twice as long at random where it is to be, within its bounds', () => {
    expect(waits({ randomize: true }, 2, 0.5)).toEqual([150, 450]);
    expect(waits({ randomize: true, maxMs: 120 }, 1, 0.5)).toEqual([120]);
    expect(waits({}, 1, 0.5)).toEqual([100]);
  });

  it.each(['dns_error', 'connection_error', 'tls_error', 'timeout'] as const)(
    'follows a failing network: %s',
    (one) => {
      expect(waitBeforeRetry(rule, 1, lost(one), 0)).toBe(100);
    },
  );

  it.each(['blocked_address', 'too_large', 'aborted'] as const)('follows nothing else: %s', (one) => {
    expect(waitBeforeRetry(rule, 1, lost(one), 0)).toBeNull();
  });

  it('never follows an answer, be it 503', () => {
    const body = new HeldBody(Buffer.alloc(0));
    expect(waitBeforeRetry(rule, 1, { kind: 'answered', status: 503, headers: {}, body, durationMs: 1 }, 0)).toBeNull();
  });
});
