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

  it('is text where a secret stood without quotes', () => {
    expect(judgePoll(answer(200, { pin: 12345678 }), none, ['12345678'])).toMatchObject({
      response: { body: '{"pin":••••}' },
    });
  });

  it('nor does the reason quote a part of one that it cuts', () => {
    const verdict = judgePoll(answer(200, { status: secret }), done, [secret]);
    expect(verdict).toMatchObject({ problem: expect.not.stringContaining('a-secret') });
    expect(verdict).toMatchObject({ problem: expect.stringContaining('body.status is "••••"') });
  });

  it('names what is hidden where only that differs', () => {
    const filters = { ...none, response_filter: { body: { status: ['••••'] } } };
    expect(judgePoll(answer(200, { status: secret }), filters, [secret])).toMatchObject({
      problem: 'It does not match response_filter: what differs is not shown.',
    });
  });
});
