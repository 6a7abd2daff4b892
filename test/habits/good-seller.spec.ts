import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BadSeller } from '../../src/habits/bad-seller.js';
import type { SeenCall, SellerOptions } from '../../src/habits/seller-options.js';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { ManualClock } from '../support/manual-clock.js';
import { signedHeaders } from '../support/signature-check.js';
import { callSeller, type SellerAnswer, type SellerCall } from './call-seller.js';
import { ManualSellerClock } from './manual-seller-clock.js';

const authHeaders = { Authorization: 'Bearer key-of-the-seller', 'X-Seller': 'ada' };
const secrets = { callback_secret: 'cbs_the-right-one', signing_secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
const OTHER_SECRET = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const WORK_MS = 60_000;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  readonly path: string;
}

let authority: LocalAuthority;
let clock: ManualClock;
let seller: BadSeller;
let receiver: Server;
let received: Received[];
let seen: SeenCall[];
/** What the receiver of callbacks answers; the last stays. */
let answers: number[];

beforeEach(async () => {
  authority ??= await createAuthority();
  [clock, received, seen, answers] = [new ManualClock(), [], [], [200]];
  receiver = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      received.push({
        ...{ headers: req.headers, path: req.url ?? '' },
        body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>,
      });
      res.writeHead(answers.length > 1 ? answers.shift()! : answers[0]!).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await seller.close();
  await new Promise((resolve) => receiver.close(resolve).closeAllConnections());
});

async function start(options: Partial<SellerOptions> = {}): Promise<void> {
  seller = await BadSeller.start({
    certificate: await authority.issue(['localhost', '127.0.0.1']),
    ...{ authHeaders, secrets, workMs: WORK_MS, clock: new ManualSellerClock(clock), pace: 0.001 },
    onCall: (call) => seen.push(call),
    ...options,
  });
}

const call = (path: string, options?: SellerCall) =>
  callSeller(authority.caPem, `https://localhost:${seller.port}${path}`, options);
const status = (orderId: string, headers: Record<string, string> = {}) =>
  call(`/orders/${orderId}`, { headers: { ...authHeaders, ...headers } });

function jobText(orderId: string, inputs: object = { prompt: 'a red bicycle' }): string {
  const callback_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/api/orders/callback?run=1`;
  return JSON.stringify({ short_id: 'a-tool', order_id: orderId, inputs, callback_url, ts: 1_893_488_400 });
}

/** Sends a job as Roundtrip does. */
function job(orderId: string, inputs?: object, { key = orderId, headers = {} } = {}) {
  const body = jobText(orderId, inputs);
  return call('/jobs', {
    method: 'POST',
    body,
    headers: {
      ...{ 'content-type': 'application/json', 'idempotency-key': key, ...authHeaders },
      ...signedHeaders(secrets.signing_secret, key, clock.now(), body),
      ...headers,
    },
  });
}

function expectRefusal(answer: SellerAnswer, statusCode: number, code: string): void {
  expect([answer.status, answer.json?.error?.code]).toEqual([statusCode, code]);
  expect(answer.json.error.message).toMatch(/^\S.+\.$/);
}

describe('a seller without habits', () => {
  it('takes a job with 202, tells how far it is, and completes it when its time is over', async () => {
    await start({ road: 'check' });
    const id = randomUUID();
    const taken = await job(id);
    expect([taken.status, taken.json]).toEqual([202, { order_id: id, status: 'processing', progress: 0 }]);
    clock.advance(WORK_MS / 4);
    expect((await status(id)).json).toEqual({ order_id: id, status: 'processing', progress: 25 });
    clock.advance(WORK_MS);
    const done = await status(id);
    expect(done.json).toEqual({
      ...{ order_id: id, status: 'completed', output_type: 'text', result_text: 'Done with: prompt' },
      completed_at: new Date(clock.now() - WORK_MS / 4).toISOString(),
    });
    expect(done.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(done.headers.date).toBe(new Date(clock.now()).toUTCString());
    expect(received).toEqual([]);
  });

  it.each([
    ['json', { output_type: 'json', result_text: '{"done":true,"inputs":{"result":"json"}}' }],
    ['csv', { output_type: 'csv', result_text: 'input\nresult\n' }],
    ['html', { output_type: 'html' }],
    ['file', { output_type: 'file', mime_type: 'image/png', filename: 'dot.png' }],
    ['what nobody knows', { output_type: 'text' }],
  ])('brings the kind of result that inputs.result asks for: %s', async (result, fields) => {
    await start({ workMs: 0 });
    const id = randomUUID();
    await job(id, { result });
    expect((await status(id)).json).toMatchObject({ status: 'completed', ...fields });
  });

  it.each([
    ['No ink.', 'No ink.'],
    [true, 'This order was asked to fail, and did.'],
  ])('fails, and says why, where inputs.fail is %j', async (fail, message) => {
    await start({ workMs: 0 });
    const id = randomUUID();
    await job(id, { fail });
    const error = { code: 'asked_to_fail', message };
    expect((await status(id)).json).toEqual({ order_id: id, status: 'failed', error });
    clock.advance(0);
    await eventually(() => received.length === 1);
    expect(received[0]?.body).toEqual({ ok: false, order_id: id, error });
  });

  it('answers 304 to who knows the state already, and anew once it has changed', async () => {
    await start();
    const id = randomUUID();
    await job(id);
    const { headers } = await status(id);
    const known = { 'if-none-match': headers.etag! };
    const same = await status(id, known);
    expect([same.status, same.text, same.headers.etag]).toEqual([304, '', headers.etag]);
    clock.advance(WORK_MS / 2);
    expect((await status(id, known)).json).toMatchObject({ progress: 50 });
  });

  it('knows nothing of orders that it was never sent', async () => {
    await start();
    expectRefusal(await status(randomUUID()), 404, 'unknown_order');
    expectRefusal(await status('%ff'), 404, 'unknown_order');
  });

  it('calls back half way and at the end, with its secret, where the job says', async () => {
    await start({ road: 'callback' });
    const id = randomUUID();
    await job(id);
    clock.advance(WORK_MS / 2);
    await eventually(() => received.length === 1);
    clock.advance(WORK_MS / 2);
    await eventually(() => received.length === 2);
    expect(received.map(({ body }) => body)).toMatchObject([
      { ok: true, order_id: id, status: 'processing', progress: 50 },
      { ok: true, order_id: id, output_type: 'text', completed_at: new Date(clock.now()).toISOString() },
    ]);
    for (const { headers, path } of received) {
      expect([path, headers['x-callback-secret']]).toEqual(['/api/orders/callback?run=1', secrets.callback_secret]);
      expect(headers['content-type']).toBe('application/json');
    }
    expectRefusal(await status(id), 404, 'not_found');
    await eventually(() => seen.length === 4);
    expect(seen.map((one) => [one.kind, one.status])).toEqual([
      ...[
        ['job', 202],
        ['callback', 200],
        ['callback', 200],
        ['other', 404],
      ],
    ]);
  });

  it('calls back again after 5xx and 429, and not after a refusal', async () => {
    await start({ road: 'callback', workMs: 0 });
    answers = [503, 429, 200];
    await job(randomUUID());
    clock.advance(0);
    await eventually(() => seen.filter(({ kind }) => kind === 'callback').length === 3);
    answers = [400];
    await job(randomUUID());
    clock.advance(0);
    await eventually(() => received.length === 4);
    await job(randomUUID());
    clock.advance(0);
    await eventually(() => received.length === 5);
    expect(seen.filter(({ kind }) => kind === 'callback').map((one) => one.status)).toEqual([503, 429, 200, 400, 400]);
  });

  it('has one job for one order, however often it is sent at once', async () => {
    await start();
    const id = randomUUID();
    const taken = await Promise.all([job(id), job(id), job(id)]);
    expect(taken.map((answer) => answer.status)).toEqual([202, 202, 202]);
    clock.advance(WORK_MS);
    await eventually(() => received.length === 2);
    await job(id);
    expect((await status(id)).json.status).toBe('completed');
    clock.advance(WORK_MS);
    await job(randomUUID());
    clock.advance(WORK_MS);
    await eventually(() => received.length === 4);
    expect(received.filter(({ body }) => body['order_id'] === id)).toHaveLength(2);
  });

  it('does the work anew for another run of an order that is done', async () => {
    await start();
    const id = randomUUID();
    await job(id);
    clock.advance(WORK_MS);
    await job(id, undefined, { key: `${id}:2` });
    expect((await status(id)).json).toMatchObject({ status: 'processing', progress: 0 });
  });

  it('refuses jobs and checks that do not bear every auth header, and does nothing', async () => {
    await start();
    const id = randomUUID();
    const without = { 'X-Seller': 'bob' };
    expectRefusal(await job(id, undefined, { headers: without }), 401, 'unauthorized');
    expectRefusal(await call(`/orders/${id}`), 401, 'unauthorized');
    expectRefusal(await status(id), 404, 'unknown_order');
    expectRefusal(await call('/jobs', { method: 'POST', body: jobText(id) }), 401, 'unauthorized');
  });

  it.each<[string, (id: string, body: string) => Record<string, string>]>([
    ['another secret', (id, body) => signedHeaders(OTHER_SECRET, id, clock.now(), body)],
    ['a time of long ago', (id, body) => signedHeaders(secrets.signing_secret, id, clock.now() - 301_000, body)],
    ['the signature of another body', (id, body) => signedHeaders(secrets.signing_secret, id, clock.now(), `${body} `)],
    ['no signature', () => ({ 'webhook-signature': '' })],
    ['no id', () => ({ 'webhook-id': '' })],
    ['no time', () => ({ 'webhook-timestamp': 'soon' })],
  ])('refuses a job that comes with %s', async (_what, headersOf) => {
    await start();
    const id = randomUUID();
    expectRefusal(await job(id, undefined, { headers: headersOf(id, jobText(id)) }), 401, 'bad_signature');
    expectRefusal(await status(id), 404, 'unknown_order');
  });

  it('takes a job whose header holds two signatures, one of them right', async () => {
    await start();
    const id = randomUUID();
    const body = jobText(id);
    const right = signedHeaders(secrets.signing_secret, id, clock.now(), body)['webhook-signature']!;
    const both = { 'webhook-signature': `v1,AAAA ${right}` };
    expect((await job(id, undefined, { headers: both })).status).toBe(202);
  });

  it.each<[string, SellerCall, number, string]>([
    ['another type', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415, 'bad_job'],
    ['what is not JSON', { body: '{' }, 400, 'bad_job'],
    ['an array', { body: '[]' }, 400, 'bad_job'],
    ['no order', { body: '{}' }, 400, 'bad_job'],
    ['inputs that are none', { body: '{"order_id":"a","inputs":[]}' }, 400, 'bad_job'],
    ['a callback URL that is none', { body: '{"order_id":"a","callback_url":"file:///etc/passwd"}' }, 400, 'bad_job'],
    ['more than 5 MiB', { body: Buffer.alloc(5 * 1024 * 1024 + 1, ' ') }, 413, 'bad_job'],
  ])('refuses a job of %s, and says why', async (_what, { headers, body }, statusCode, code) => {
    await start({ secrets: {} });
    const all = { 'content-type': 'application/json', ...authHeaders, ...headers };
    expectRefusal(await call('/jobs', { method: 'POST', headers: all, ...(body && { body }) }), statusCode, code);
  });

  it.each([
    ['GET', '/jobs', 405, 'POST'],
    ['POST', '/orders/a', 405, 'GET'],
    ['GET', '/', 404, undefined],
  ])('answers %s %s with %d', async (method, path, statusCode, allow) => {
    await start();
    const answer = await call(path, { method, headers: authHeaders });
    expect([answer.status, answer.headers.allow]).toEqual([statusCode, allow]);
  });
});
