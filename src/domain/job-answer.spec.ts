import { describe, expect, it } from '@jest/globals';
import type { Exchange } from './exchange.js';
import { FirstBytes } from './first-bytes.js';
import { askedWaitMs, judgeJob } from './job-answer.js';
import { HeldBody } from './received-body.js';

const answered = (status: number, headers: Record<string, string> = {}): Exchange => ({
  ...{ kind: 'answered', status, headers, body: new HeldBody(Buffer.from('{"ok":false}')), durationMs: 1 },
});
const lost = (failure: 'timeout' | 'aborted'): Exchange => ({
  ...{ kind: 'unanswered', failure, message: 'It was lost.', sentFully: true, durationMs: 1 },
});

describe('the answer to a job', () => {
  it.each([200, 201, 202, 204, 299])('is a success with %d, whatever the body says', (status) => {
    expect(judgeJob(answered(status))).toEqual({ outcome: 'success', problem: null });
  });

  it.each<[number, string]>([
    [301, 'redirected'],
    [304, 'redirected'],
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not_found'],
    [408, 'timeout'],
    [410, 'gone'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [503, 'server_error'],
  ])('is a failure with %d: %s', (status, outcome) => {
    const verdict = judgeJob(answered(status));
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.problem).toMatch(new RegExp(`^The target .*HTTP ${status}.*\\.$`));
  });

  it('that did not come is a failure, too', () => {
    expect(judgeJob(lost('timeout'))).toEqual({ outcome: 'timeout', problem: 'It was lost.' });
    expect(judgeJob(lost('aborted')).outcome).toBe('connection_error');
  });
});

describe('Retry-After', () => {
  it('counts on 429 and 503 alone', () => {
    const after = { 'retry-after': '7' };
    expect([429, 503].map((status) => askedWaitMs(answered(status, after), 0))).toEqual([7_000, 7_000]);
    expect([200, 302, 404, 500, 502].map((status) => askedWaitMs(answered(status, after), 0))).toEqual(
      Array(5).fill(null),
    );
    expect([askedWaitMs(answered(503), 0), askedWaitMs(lost('timeout'), 0)]).toEqual([null, null]);
  });
});

describe('the first bytes of a body', () => {
  it('are held up to the limit, and then no more is wanted', async () => {
    const sink = new FirstBytes(5);
    expect(sink.write(Buffer.from('abc'))).toBeUndefined();
    expect(await sink.write(Buffer.from('defg'))).toBe(false);
    expect(sink.end().head.toString()).toBe('abcde');
  });

  it('may be all of it', () => {
    const sink = new FirstBytes(5);
    expect(sink.write(Buffer.from('abcd'))).toBeUndefined();
    expect(sink.end().head.toString()).toBe('abcd');
  });
});
