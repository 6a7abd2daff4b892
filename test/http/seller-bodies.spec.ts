import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import { request, type ClientRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Problem } from '../../src/domain/problem.js';
import { HoldBody, type BodyJson } from '../../src/domain/received-body.js';
import { readJsonBodies } from '../../src/http/json-body.js';
import { openToAnyone } from '../../src/http/auth/access.js';
import { sellerBodies } from '../../src/http/seller-bodies.js';
import type { Callback } from '../../src/orders/callback-step.js';
import { CallbackTokenBook } from '../../src/orders/callback-tokens.js';
import type { RefusedCallback } from '../../src/orders/note-refused-callback.js';
import type { ToolSettings } from '../../src/orders/seller-tools.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';

const SECRET = 'cbs_right';
const LIMIT = 4_718_592;
const ORDER = '0197c1d0-0000-7000-8000-000000000001';
const tokens = new CallbackTokenBook(new SealedBox({ current: randomBytes(32) }));

let server: FastifyInstance;
let port: number;
/** With the body's bytes. */
type Taken = Callback & { readonly body: Buffer };
let taken: Taken[] = [];
let prepared: { by: { shortId: string; secret: string }; json: BodyJson }[] = [];
let reported: unknown[] = [];
let refusals: RefusedCallback[] = [];
let answer: (callback: Callback) => Promise<{ ok: true }> = async () => ({ ok: true });
let tool: Partial<ToolSettings> = {};

beforeAll(async () => {
  server = fastify({ genReqId: () => 'req_test', forceCloseConnections: true });
  readJsonBodies(server);
  server.post('/v1/else', { config: { access: openToAnyone } }, async (req) => ({ read: req.body }));
  const hash = createHash('sha256').update(SECRET).digest('hex');
  const whole = () => ({ shortId: 'tool-a', callbackAuth: 'url_token', deleted: false, ...tool }) as ToolSettings;
  await server.register(
    sellerBodies({
      accept: {
        accept: async (callback, receive) => {
          const body = await receive(new HoldBody());
          taken.push({ ...callback, body: body.head });
          return answer(callback);
        },
      },
      prepare: {
        prepare: async (by, json) => {
          prepared.push({ by, json });
          return { ok: true, order_id: ORDER, is_test_mode: false, uploads: [] };
        },
      },
      tools: {
        findByCallbackSecret: async (given) => (given === hash ? whole() : null),
        find: async (shortId) => (shortId === 'tool-a' ? whole() : null),
      },
      refused: { note: async (refused) => void refusals.push(refused) },
      orders: { find: async (id) => (id === ORDER ? { short_id: 'tool-a' } : null) },
      ...{ tokens, clock: new ManualClock(), report: (error) => void reported.push(error) },
      limits: { bytes: LIMIT, bytesPerSecond: 1_000_000, graceMs: 300 },
    }),
  );
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
});
afterEach(() => {
  [taken, prepared, reported, refusals, tool] = [[], [], [], [], {}];
  answer = async () => ({ ok: true });
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of an answer
  readonly json: any;
}

type Headers = Record<string, string | string[]>;

function open(path: string, headers: Headers): { call: ClientRequest; answered: Promise<Answer> } {
  const call = request({ port, path, method: 'POST', headers });
  const answered = new Promise<Answer>((resolve, reject) => {
    call.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(chunks).toString()) });
      });
    });
  });
  return { call, answered };
}

function post(path: string, headers: Headers, body: string | Buffer = '{}'): Promise<Answer> {
  const { call, answered } = open(path, { 'content-type': 'application/json', ...headers });
  call.end(body);
  return answered;
}

const PATH = '/api/orders/callback';
const proven = { 'x-callback-secret': SECRET };

describe('a callback by secret', () => {
  it('hands on the bytes as they came, with the run that its URL names', async () => {
    const body = '{ "broken": ';
    expect(await post(`${PATH}?run=3`, proven, body)).toEqual({ status: 200, json: { ok: true } });
    const { body: bytes, headers, ...rest } = taken[0]!;
    expect(bytes.toString()).toBe(body);
    expect(headers).toMatchObject({ 'x-callback-secret': SECRET });
    const facts = {
      shortId: 'tool-a',
      urlOrderId: null,
      secret: 'cbs_right',
      run: 3,
      path: `${PATH}?run=3`,
      requestId: 'req_test',
    };
    expect(rest).toEqual(facts);
  });

  it.each<[string, Headers]>([
    ['none', {}],
    ['a wrong one', { 'x-callback-secret': 'cbs_wrong' }],
    ['an empty one', { 'x-callback-secret': '' }],
    ['two that differ', { 'x-callback-secret': [SECRET, 'cbs_wrong'] }],
    ['a bearer token in its place', { authorization: `Bearer ${SECRET}` }],
  ])('is 401 with %s, and nothing is read', async (_what, headers) => {
    expect(await post(PATH, headers)).toMatchObject({ status: 401, json: { error: { code: 'unauthorized' } } });
    expect(taken).toEqual([]);
  });

  it('is told of without proof where its URL names a test order, and only there', async () => {
    expect((await post(`${PATH}?test=${ORDER}`, { 'x-callback-secret': 'wrong' })).status).toBe(401);
    expect(refusals).toEqual([
      { orderId: ORDER, why: expect.stringContaining('is no tool'), path: PATH, requestId: 'req_test' },
    ]);
    expect((await post(PATH, {})).status).toBe(401);
    expect((await post(`${PATH}?test=${ORDER}`, proven)).status).toBe(200);
    expect(refusals).toHaveLength(1);
  });

  it('takes the same secret sent twice', async () => {
    expect((await post(PATH, { 'x-callback-secret': [SECRET, SECRET] })).status).toBe(200);
  });

  it.each(['foo', 'text/plain', 'application/json; charset=utf-8', 'multipart/form-data'])(
    'takes a body whatever its Content-Type says: %s',
    async (type) => expect((await post(PATH, { ...proven, 'content-type': type })).status).toBe(200),
  );

  it('takes no body for an empty one', async () => {
    expect((await post(PATH, proven, '')).status).toBe(200);
    expect(taken[0]!.body).toHaveLength(0);
  });

  it.each(['0', '-1', '1.5', 'x', '', '1&run=2', '99999999999'])('is 400 with ?run=%s', async (run) => {
    expect(await post(`${PATH}?run=${run}`, proven)).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid' } },
    });
    expect(taken).toEqual([]);
  });

  it('ignores what else stands in the query', async () => {
    expect((await post(`${PATH}?source=n8n`, proven)).status).toBe(200);
  });

  it('is 400 where the body is compressed', async () => {
    const refused = await post(PATH, { ...proven, 'content-encoding': 'gzip' });
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 'invalid' } } });
  });
});

describe('a callback by the token in its URL', () => {
  it('speaks for its order, and shows no token', async () => {
    expect((await post(`${PATH}/${tokens.make(ORDER)}?run=2`, {})).status).toBe(200);
    expect(taken).toMatchObject([{ shortId: null, urlOrderId: ORDER, run: 2, path: `${PATH}/••••?run=2` }]);
  });

  it.each<[string, () => string, Partial<ToolSettings>]>([
    ['no token of ours', () => 'x'.repeat(46), {}],
    ['a token of an order that is gone', () => tokens.make('0197c1d0-0000-7000-8000-00000000ffff'), {}],
    ['a tool that calls back by secret', () => tokens.make(ORDER), { callbackAuth: 'secret' }],
    ['a deleted tool', () => tokens.make(ORDER), { deleted: true }],
  ])('is 401 with %s, whatever its headers hold', async (_what, token, now) => {
    tool = now;
    expect((await post(`${PATH}/${token()}`, proven)).status).toBe(401);
    expect(taken).toEqual([]);
  });
});

describe('prepare', () => {
  it('is no token: it is proven by the secret, and handed its JSON', async () => {
    const answered = await post(`${PATH}/prepare`, { ...proven, 'content-type': 'foo' }, '{"order_id":"a"}');
    expect(answered).toMatchObject({ status: 200, json: { ok: true, uploads: [] } });
    const by = { shortId: 'tool-a', secret: SECRET };
    expect(prepared).toMatchObject([{ by, json: { ok: true, value: { order_id: 'a' } } }]);
    expect(taken).toEqual([]);
  });

  it.each<[string, Headers]>([
    ['no secret', {}],
    ['a wrong one', { 'x-callback-secret': 'cbs_wrong' }],
  ])('is 401 with %s', async (_what, headers) => {
    expect((await post(`${PATH}/prepare`, headers)).status).toBe(401);
    expect(prepared).toEqual([]);
  });

  it('is 413 with more than 64 KiB, and 400 where it is compressed', async () => {
    const refused = await post(`${PATH}/prepare`, proven, Buffer.alloc(65_537, 32));
    expect(refused).toMatchObject({ status: 413, json: { error: { code: 'too_large' } } });
    expect((await post(`${PATH}/prepare`, { ...proven, 'content-encoding': 'br' })).status).toBe(400);
    expect(prepared).toEqual([]);
  });
});

describe('what a callback is answered with', () => {
  it('is a refusal in the one shape', async () => {
    answer = async () => {
      throw new Problem(400, 'order_not_found', 'This tool has no order with that order_id.');
    };
    expect(await post(PATH, proven)).toEqual({
      status: 400,
      json: {
        error: { code: 'order_not_found', message: 'This tool has no order with that order_id.', details: [] },
        request_id: 'req_test',
      },
    });
    expect(reported).toEqual([]);
  });

  it('is 500 without a word of why where we broke', async () => {
    answer = async () => {
      throw new Error('the database at /secret/path');
    };
    const broken = await post(PATH, proven);
    expect(broken).toMatchObject({ status: 500, json: { error: { code: 'internal_error' } } });
    expect(JSON.stringify(broken)).not.toContain('/secret');
    expect(reported).toHaveLength(1);
  });

  it('leaves other routes their JSON', async () => {
    expect(await post('/v1/else', {}, '{"a":1}')).toEqual({ status: 200, json: { read: { a: 1 } } });
    expect((await post('/v1/else', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('a callback that is too large', () => {
  it('may have 4718592 bytes and not one more, declared or counted', async () => {
    const chunked = { ...proven, 'transfer-encoding': 'chunked' };
    expect((await post(PATH, proven, Buffer.alloc(LIMIT, 32))).status).toBe(200);
    expect(taken[0]!.body).toHaveLength(LIMIT);
    for (const headers of [proven, chunked]) {
      const refused = await post(PATH, headers, Buffer.alloc(LIMIT + 1, 32));
      expect(refused).toMatchObject({ status: 413, json: { error: { code: 'too_large' } } });
    }
    expect(taken).toHaveLength(1);
  });

  it('is refused by its declared length before a byte has come', async () => {
    const { call, answered } = open(PATH, { ...proven, 'content-length': String(LIMIT + 1) });
    call.flushHeaders();
    expect((await answered).status).toBe(413);
    call.on('error', () => undefined).destroy();
  });
});

describe('the refusal of a large body', () => {
  it('is read by its sender, who writes all of 2 MB first', async () => {
    for (let i = 0; i < 20; i++) expect((await post(PATH, {}, Buffer.alloc(2_000_000))).status).toBe(401);
  });

  it('ends in a cut connection where the body has no end', async () => {
    const socket = connect(port, '127.0.0.1');
    let closed = false;
    socket.on('error', () => undefined).on('close', () => (closed = true));
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`);
    let answerText = '';
    socket.on('data', (chunk: Buffer) => (answerText += chunk.toString()));
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    await eventually(
      () => {
        if (!closed) socket.write(chunk);
        return closed;
      },
      { withinMs: 5_000, every: 1 },
    );
    expect(answerText).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('a callback that stalls', () => {
  it('is 408 once it has come too slowly, and its connection is cut', async () => {
    const { call, answered } = open(PATH, { ...proven, 'content-length': '100' });
    const closed = new Promise((resolve) => call.on('socket', (socket) => socket.on('close', resolve)));
    call.write('{');
    expect(await answered).toMatchObject({ status: 408, json: { error: { code: 'request_timeout' } } });
    call.on('error', () => undefined);
    await closed;
    expect(taken).toEqual([]);
  });

  it('leaves nothing behind where its sender goes away', async () => {
    const { call, answered } = open(PATH, { ...proven, 'content-length': '100' });
    answered.catch(() => undefined);
    call.write('{');
    await eventually(async () => (await connections()) > 0);
    call.destroy();
    await eventually(async () => (await connections()) === 0);
    expect([taken, reported]).toEqual([[], []]);
  });
});

function connections(): Promise<number> {
  return new Promise((resolve, reject) =>
    server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
