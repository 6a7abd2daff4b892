import { describe, expect, it } from '@jest/globals';
import type { Exchange } from './exchange.js';
import { judgePoll, type PollFilters, type PollVerdict } from './poll-answer.js';
import { HeldBody } from './received-body.js';

const none: PollFilters = { response_filter: null, failure_filter: null };
const done: PollFilters = { ...none, response_filter: { body: { status: ['done'] } } };

function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answered', status, headers, body: new HeldBody(Buffer.from(text)), durationMs: 1 };
}

function outcome(verdict: PollVerdict): string {
  return verdict.kind === 'wait' ? verdict.outcome : verdict.kind;
}

describe('an answer without a filter', () => {
  it.each([
    [200, 'completed'],
    [204, 'completed'],
    [299, 'completed'],
    [304, 'not_modified'],
    [302, 'redirected'],
    [401, 'unauthorized'],
    [404, 'not_found'],
    [410, 'gone'],
    [429, 'rate_limited'],
    [503, 'server_error'],
  ])('of HTTP %i comes to %s', (status, wanted) => {
    expect(outcome(judgePoll(answer(status), none, []))).toBe(wanted);
  });
});

describe('an answer and its filters', () => {
  it('ends the poll where it fits, whatever its status, unless the filter asks for that', () => {
    expect(outcome(judgePoll(answer(500, { status: 'done' }), done, []))).toBe('completed');
    const both = { ...none, response_filter: { status: [200], body: { status: ['done'] } } };
    expect(judgePoll(answer(500, { status: 'done' }), both, [])).toEqual({
      ...{ kind: 'wait', outcome: 'server_error' },
      problem: 'The answer was HTTP 500. It does not match response_filter: status is 500; wanted 200.',
    });
  });

  it('fails it where both fit', () => {
    const filters = { ...done, failure_filter: { body: { status: [{ $exists: true }] } } };
    expect(outcome(judgePoll(answer(200, { status: 'done' }), filters, []))).toBe('failed');
  });

  it('is read as text where it is no JSON, and not at all where it is encoded', () => {
    const text = { ...none, response_filter: { body: [{ $startsWith: 'do' }] } };
    expect(judgePoll(answer(200, 'done'), text, [])).toMatchObject({ kind: 'completed', response: { body: 'done' } });
    const encoded = answer(200, { status: 'done' }, { 'content-encoding': 'gzip' });
    expect(outcome(judgePoll(encoded, done, []))).toBe('unreadable');
    expect(judgePoll(encoded, none, [])).toMatchObject({ kind: 'completed', response: { body: null } });
  });

  it('that did not come is waited for', () => {
    const lost: Exchange = {
      kind: 'unanswered',
      failure: 'dns_error',
      message: 'No.',
      sentFully: false,
      durationMs: 1,
    };
    expect(judgePoll(lost, none, [])).toEqual({ kind: 'wait', outcome: 'dns_error', problem: 'No.' });
  });
});

describe('an answer that is too long to be read', () => {
  const long = (status: number): Exchange => ({
    ...{ kind: 'unanswered', failure: 'too_large', message: 'Too large.', sentFully: true, status, durationMs: 1 },
    headers: { 'x-state': 'ready' },
  });
  const byBody = { body: { status: ['done'] } };

  it('ends the poll where no filter needs its body, which is null then, and says so', () => {
    expect(judgePoll(long(200), none, [])).toEqual({
      ...{ kind: 'completed', response: { status: 200, headers: { 'x-state': 'ready' }, body: null } },
      note: 'The answer is longer than the 1048576 bytes that are kept: its body was not.',
    });
  });

  it.each<[string, number, Partial<PollFilters>]>([
    ['too_large', 500, {}],
    ['too_large', 200, { response_filter: byBody }],
    ['too_large', 200, { failure_filter: byBody }],
    ['completed', 200, { failure_filter: { ...byBody, status: [500] } }],
    ['completed', 201, { response_filter: { headers: { 'x-state': ['ready'] } } }],
    ['too_large', 201, { response_filter: { headers: { 'x-state': ['done'] } } }],
    ['failed', 200, { response_filter: byBody, failure_filter: { status: [200] } }],
  ])('comes to %s: HTTP %i and %j', (wanted, status, filters) => {
    expect(outcome(judgePoll(long(status), { ...none, ...filters }, []))).toBe(wanted);
  });
});

describe('what is kept of an answer', () => {
  const secret = 'a-secret-of-more-than-sixty-characters-that-somebody-echoes-0123456789';

  it('holds no secret of the request, in whichever spelling, and stays JSON', () => {
    const body = { key: secret, [secret]: 1, text: `k=${Buffer.from(secret).toString('base64url')}` };
    const verdict = judgePoll(answer(200, body, { 'x-echo': secret, 'set-cookie': 'a=b' }), none, [secret]);
    expect(verdict).toMatchObject({
      response: {
        headers: { 'x-echo': '••••', 'set-cookie': '••••' },
        body: { key: '••••', '••••': 1, text: 'k=••••' },
      },
    });
  });

  it('keeps its numbers and booleans, but for a number that is a secret', () => {
    const body = { done: true, created: 1_720_240_000, pins: [12345678, 2024] };
    expect(judgePoll(answer(200, body), none, ['true', '2024', '12345678'])).toMatchObject({
      response: { body: { done: true, created: 1_720_240_000, pins: ['••••', 2024] } },
    });
  });

  it('holds no value of a header that was JSON', () => {
    const header = '{"user":"ada","pass":"open-sesame"}';
    expect(judgePoll(answer(200, { pass: 'open-sesame' }), none, [header])).toMatchObject({
      response: { body: { pass: '••••' } },
    });
  });

  it('is made in little time, however many secrets there may be', () => {
    const words = (count: number) =>
      Array.from({ length: count }, (_, i) => `k${String(i).padStart(7, '0')}`).join(' ');
    const long = answer(200, { items: 'x'.repeat(1_000_000), hostile: 'k000'.repeat(10_000) });
    const quickest = (secrets: string) => {
      const rounds = Array.from({ length: 5 }, () => {
        const started = performance.now();
        judgePoll(long, done, [secrets]);
        judgePoll(long, none, [secrets]);
        return performance.now() - started;
      });
      return Math.min(...rounds);
    };
    // Looked for one by one they would take hundreds of times as long; how long one takes is the machine's affair.
    expect(quickest(words(880)) / quickest(words(1))).toBeLessThan(50);
  });

  it('nor does the reason quote a part of one that it cuts', () => {
    const verdict = judgePoll(answer(200, { status: secret }), done, [secret]);
    expect(verdict).toMatchObject({ problem: expect.not.stringContaining('a-secret') });
    expect(verdict).toMatchObject({ problem: expect.stringContaining('body.status is "••••"') });
  });

  it('names what is hidden where only that differs', () => {
    const filters = { ...none, response_filter: { headers: { 'x-token': ['••••'] } } };
    expect(judgePoll(answer(200, '', { 'x-token': 'theirs' }), filters, [secret])).toMatchObject({
      problem: 'It does not match response_filter: what differs is not shown.',
    });
  });
});
