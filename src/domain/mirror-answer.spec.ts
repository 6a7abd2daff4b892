import { describe, expect, it } from '@jest/globals';
import type { CallFailure, Exchange } from './exchange.js';
import { judgeMirror, type MirrorCall } from './mirror-answer.js';
import { HeldBody } from './received-body.js';

const call: MirrorCall = { url: 'https://cdn.example/a/b?x=1', redirects: 0, sinceRedirectMs: 0 };

function answer(status: number, headers: Record<string, string> = {}, body = 'x'): Exchange {
  return { kind: 'answered', status, headers, body: new HeldBody(Buffer.from(body)), durationMs: 1 };
}

describe('the answer to a call for a hosted file', () => {
  it.each<[number, string, string]>([
    [204, 'refused', 'bad_result'],
    [206, 'refused', 'bad_result'],
    [300, 'refused', 'redirected'],
    [304, 'refused', 'redirected'],
    [400, 'refused', 'rejected'],
    [401, 'refused', 'unauthorized'],
    [403, 'refused', 'unauthorized'],
    [404, 'refused', 'not_found'],
    [410, 'refused', 'gone'],
    [408, 'retry', 'timeout'],
    [425, 'retry', 'rejected'],
    [429, 'retry', 'rate_limited'],
    [500, 'retry', 'server_error'],
    [503, 'retry', 'server_error'],
  ])('%i is %s as %s', (status, kind, outcome) => {
    const problem = `Its server answered HTTP ${status}.`;
    expect(judgeMirror(answer(status), call)).toEqual({ kind, outcome, problem });
  });

  it('200 is the file, unless it is empty or came in a coding', () => {
    expect(judgeMirror(answer(200), call)).toEqual({ kind: 'fetched' });
    expect(judgeMirror(answer(200, { 'content-encoding': 'identity' }), call)).toEqual({ kind: 'fetched' });
    expect(judgeMirror(answer(200, {}, ''), call)).toMatchObject({ kind: 'refused', outcome: 'bad_result' });
    const coded = judgeMirror(answer(200, { 'content-encoding': 'gzip' }), call);
    expect(coded).toMatchObject({ kind: 'refused', outcome: 'unreadable' });
  });

  it.each<[CallFailure, string, string]>([
    ['timeout', 'retry', 'timeout'],
    ['dns_error', 'retry', 'dns_error'],
    ['tls_error', 'retry', 'tls_error'],
    ['connection_error', 'retry', 'connection_error'],
    ['aborted', 'retry', 'connection_error'],
    ['too_large', 'refused', 'too_large'],
    ['blocked_address', 'refused', 'blocked_address'],
  ])('that never came (%s) is %s as %s', (failure, kind, outcome) => {
    const exchange = { kind: 'unanswered', failure, message: 'Why.', sentFully: true, durationMs: 1 } as const;
    expect(judgeMirror(exchange, call)).toEqual({ kind, outcome, problem: 'Why.' });
  });

  it.each([404, 403, 410])('%i of a URL that was redirected to a while ago says nothing of the file', (status) => {
    const led = { ...call, redirects: 1, sinceRedirectMs: 60_001 };
    expect(judgeMirror(answer(status), led).kind).toBe('retry');
    expect(judgeMirror(answer(status), { ...led, sinceRedirectMs: 60_000 }).kind).toBe('refused');
    expect(judgeMirror(answer(204), led).kind).toBe('refused');
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('(%i) is followed, its Location resolved', (status) => {
    const to = (location: string) => judgeMirror(answer(status, { location }), call);
    expect(to('c?sig=s3cret#x')).toEqual({
      ...{ kind: 'redirect', url: 'https://cdn.example/a/c?sig=s3cret' },
      note: `Redirected (HTTP ${status}) to https://cdn.example/a/c?sig=••••.`,
    });
    expect(to('/d')).toMatchObject({ url: 'https://cdn.example/d' });
    expect(to('//other.example/d')).toMatchObject({ url: 'https://other.example/d' });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'to http',
      { location: 'http://cdn.example/d?sig=s3cret' },
      'to http://cdn.example/d?sig=••••, which is not https.',
    ],
    ['to another scheme', { location: 'file:///etc/passwd' }, 'to file:///etc/passwd, which is not https.'],
    ['to nowhere', {}, 'without a Location that can be read.'],
    ['to nothing', { location: '' }, 'without a Location that can be read.'],
    ['to what is no URL', { location: 'https://[x' }, 'without a Location that can be read.'],
    ['to a URL without end', { location: `/${'x'.repeat(9_000)}` }, 'without a Location that can be read.'],
  ])('%s is not', (_what, headers, says) => {
    const verdict = judgeMirror(answer(302, headers), call);
    expect(verdict).toMatchObject({ kind: 'refused', outcome: 'redirected', problem: expect.stringContaining(says) });
  });

  it('is followed three times', () => {
    const after = (redirects: number) => judgeMirror(answer(302, { location: '/d' }), { ...call, redirects });
    expect([0, 1, 2, 3].map((count) => after(count).kind)).toEqual(['redirect', 'redirect', 'redirect', 'refused']);
    expect(after(3)).toMatchObject({ problem: expect.stringContaining('more than 3 times') });
  });

  it('to a long URL is told by its origin', () => {
    const verdict = judgeMirror(answer(302, { location: `https://b.example/${'x'.repeat(400)}` }), call);
    expect(verdict).toMatchObject({ note: 'Redirected (HTTP 302) to a long URL of https://b.example.' });
  });
});
