import { describe, expect, it } from '@jest/globals';
import { detailsOfCall, detailsOfReceived } from './call-details.js';
import type { Exchange } from './exchange.js';
import { HeldBody } from './received-body.js';

const KEY = 'sk-live-0123456789abcdef';
const secrets = [`Bearer ${KEY}`, 'order-token-of-the-callback'];

const answered = (headers: Record<string, string> = {}): Exchange => ({
  ...{ kind: 'answered', status: 200, headers, durationMs: 5 },
  body: new HeldBody(Buffer.from('{}')),
});
const get = { headers: { accept: 'application/json' } };
const answerOf = (headers: Record<string, string>) => detailsOfCall(get, answered(headers), secrets).response_headers;

describe('the details of a call', () => {
  it('show the headers that are everybody’s, and mask every other, whatever it is called', () => {
    const headers = {
      ...{ Authorization: `Bearer ${KEY}`, 'X-Shop': 'short', 'content-type': 'application/json' },
      ...{ 'idempotency-key': 'order-1:2', 'webhook-id': 'order-1:2', 'webhook-timestamp': '1890000000' },
      ...{ 'webhook-signature': 'v1,abc=', 'if-none-match': '"v7"', prefer: 'wait=20' },
    };
    expect(detailsOfCall({ headers }, answered(), secrets).request_headers).toEqual({
      ...headers,
      ...{ Authorization: '••••', 'X-Shop': '••••', 'webhook-signature': '••••' },
    });
  });

  it('blot out a secret that the seller had us send back, as a validator', () => {
    const headers = { 'if-none-match': `"${KEY}"` };
    expect(detailsOfCall({ headers }, answered(), secrets).request_headers).toEqual({ 'if-none-match': '"••••"' });
  });

  it('keep the beginning of what was sent, without secrets and the queries of URLs', () => {
    const body = JSON.stringify({
      callback_url: 'https://rt.example/api/orders/callback/order-token-of-the-callback?run=2',
      inputs: { image: 'https://bucket.example/cat.png?X-Amz-Signature=0123', note: `\u0000${'x'.repeat(5_000)}` },
    }).replace('\\u0000', '\u0000');
    const { request_body } = detailsOfCall({ headers: {}, body }, answered(), secrets);
    expect(request_body).toHaveLength(2_048);
    expect(request_body).toContain('https://rt.example/api/orders/callback/••••?••••');
    expect(request_body).toContain('https://bucket.example/cat.png?••••');
    expect(request_body).toContain('"note":"xxxx');
    expect(detailsOfCall({ headers: {}, body: Buffer.from('{"a":1}') }, answered(), secrets).request_body).toBe(
      '{"a":1}',
    );
    expect(detailsOfCall(get, answered(), secrets).request_body).toBeNull();
  });

  it('leave no half of a secret where what was sent is cut', () => {
    const body = `${'x'.repeat(2_040)}${KEY}`;
    const { request_body } = detailsOfCall({ headers: {}, body }, answered(), secrets);
    expect(request_body).toBe(`${'x'.repeat(2_040)}••••`);
  });

  it('tell the answer’s headers, forty at most, each cut at 300 characters', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`x-h-${n}`, 'v'.repeat(400)]));
    const shown = answerOf(many);
    expect(Object.keys(shown)).toHaveLength(40);
    expect(shown['x-h-39']).toBe('v'.repeat(300));
  });

  it.each([
    ['set-cookie', 'sid=abc; HttpOnly', '••••'],
    ['x-auth-token', 'anything', '••••'],
    ['authentication-info', 'nextnonce="x"', '••••'],
    ['www-authenticate', 'Bearer realm="jobs"', 'Bearer realm="jobs"'],
    ['x-ratelimit-remaining-tokens', '512', '512'],
    ['x-echo', `you sent ${KEY}`, 'you sent ••••'],
    ['location', '/jobs/7?sig=abcdefgh#part', '/jobs/7?sig=••••#••••'],
    ['operation-location', 'https://u:p@s.example/op/7?sig=abcdefgh', 'https://••••@s.example/op/7?••••'],
    ['link', '</next?key=abcdefgh,1>; rel="next"', '</next?••••>; rel="next"'],
    ['refresh', '5; url=/wait?key=abcdefgh', '5; url=/wait?••••'],
    ['x-result', 'see https://s.example/r?key=abcdefgh', 'see https://s.example/r?••••'],
    ['retry-after', '30', '30'],
  ])('of %s: %s show %s', (name, value, shown) => expect(answerOf({ [name]: value })).toEqual({ [name]: shown }));

  it('blot out a secret that a stranger used as a name, and take no name for a prototype', () => {
    const raw = Object.assign(Object.create(null) as Record<string, string>, { [`x-${KEY}`]: '1', __proto__: 'x' });
    const shown = detailsOfCall(get, answered(raw), secrets).response_headers;
    expect(JSON.parse(JSON.stringify(shown))).toMatchObject({ 'x-••••': '1' });
    expect(JSON.stringify(shown)).not.toContain(KEY);
  });

  it('spell the timings as the API does, and are null where nothing was sent', () => {
    const timings = { slotMs: null, lookupMs: 1, connectMs: 2, tlsMs: 3.5, sendMs: 0.1, waitMs: 20, bodyMs: 0.2 };
    expect(detailsOfCall(get, { ...answered(), timings }, secrets).timings).toEqual({
      ...{ slot_ms: null, lookup_ms: 1, connect_ms: 2, tls_ms: 3.5, send_ms: 0.1, wait_ms: 20, body_ms: 0.2 },
    });
    const refused: Exchange = {
      ...{ kind: 'unanswered', failure: 'blocked_address', message: 'No.', sentFully: false, durationMs: 0 },
    };
    expect(detailsOfCall(get, refused, secrets)).toMatchObject({ response_headers: {}, timings: null });
  });
});

describe('the details of a callback', () => {
  it('show what its sender said of itself, and mask all else', () => {
    const headers = {
      ...{ 'x-callback-secret': 'cbs_abcdefgh', 'user-agent': `n8n ${KEY}`, 'content-length': '21' },
      ...{ 'x-forwarded-for': '203.0.113.7', cookie: ['a=1', 'b=2'], te: undefined },
    };
    expect(detailsOfReceived(headers, secrets)).toEqual({
      request_headers: {
        ...{ 'x-callback-secret': '••••', 'user-agent': 'n8n ••••', 'content-length': '21' },
        ...{ 'x-forwarded-for': '••••', cookie: '••••' },
      },
      ...{ request_body: null, response_headers: {}, timings: null },
    });
  });
});
