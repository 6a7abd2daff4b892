import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { toErrorAnswer } from '../../src/http/error-answer.js';
import { rawConnection } from '../../src/storage/database/database.js';
import { StorageUnavailable } from '../../src/storage/files/file-store.js';
import { eventually } from '../support/eventually.js';
import { ADMIN, startDoorApp, type Answer, type DoorApp } from './door-app.js';

let door: DoorApp;
beforeAll(async () => void (door = await startDoorApp()));
afterAll(() => door.close());

function expectError(answer: Answer, status: number, code: string): void {
  expect(answer.json).toEqual({
    error: { code, message: expect.any(String), details: expect.any(Array) },
    request_id: answer.headers.get('x-request-id'),
  });
  expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
}

const post = (body: unknown, headers: Record<string, string> = {}) =>
  door.call('POST', '/v1/things', { token: ADMIN, body, headers });
const fieldsOf = (answer: Answer) => {
  const details = answer.json.error.details as { field: string; message: string }[];
  return Object.fromEntries(details.map(({ field, message }) => [field, message]));
};

describe('bodies', () => {
  it('names line and column of broken JSON', async () => {
    const answer = await post('{\n  "name": nope }');
    expectError(answer, 400, 'invalid_json');
    expect(answer.json.error.message).toMatch(/line 2, column 11/);
    expect(answer.json.error.details).toEqual([{ field: 'body', message: 'line 2, column 11' }]);
  });

  it.each([
    ['a key twice', '{"name":"a","name":"b"}'],
    ['a __proto__ key', '{"name":"a","__proto__":{}}'],
    ['a constructor key', '{"name":"a","inputs":{"constructor":1}}'],
    ['33 levels', `{"name":"a","inputs":${'{"a":'.repeat(33)}1${'}'.repeat(33)}}`],
    ['what is not UTF-8', Buffer.from('{"name":"\xff"}', 'latin1').toString('latin1')],
  ])('refuses %s', async (what, body) => {
    const bytes = what === 'what is not UTF-8' ? Buffer.from(body, 'latin1') : Buffer.from(body);
    const response = await fetch(`${door.url}/v1/things`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      body: new Uint8Array(bytes),
    });
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'invalid_json',
    ]);
  });

  it.each([['[]'], ['"text"'], ['null'], ['7']])('wants an object, not %s', async (body) => {
    const answer = await post(body);
    expectError(answer, 400, 'invalid_request');
    expect(answer.json.error.message).toBe('body: must be a JSON object.');
  });

  it('names an unknown field and the fields it knows', async () => {
    const answer = await post({ name: 'a', nmae: 'b' });
    expectError(answer, 400, 'invalid_request');
    expect(fieldsOf(answer)).toEqual({ nmae: 'unknown field: remove it, known fields are name, parts, inputs' });
  });

  it('names nested fields with dots, wrong and unknown ones', async () => {
    const answer = await post({ name: 7, parts: [{ size: 1 }, { size: 'big', colour: 'red' }] });
    expect(fieldsOf(answer)).toEqual({
      name: 'must be a string',
      'parts.1.size': 'must be a whole number',
      'parts.1.colour': 'unknown field: remove it, known fields are size',
    });
  });

  it('says which fields are required when there is no body', async () => {
    const answer = await door.call('POST', '/v1/things', { token: ADMIN });
    expect(fieldsOf(answer)).toEqual({ name: 'is required; it must be a string' });
  });

  it('names at most 20 fields, each shortened', async () => {
    const answer = await post({
      name: 'a',
      ...Object.fromEntries(things(50).map((t) => [`${t}${'x'.repeat(500)}`, 1])),
    });
    expect(answer.json.error.details).toHaveLength(20);
    expect(answer.text.length).toBeLessThan(5000);
  });

  it('hands on what is to stay as it came, keys and all', async () => {
    const inputs = { then: 1, toString: 'x', a: { b: [null, { c: 1e20 }] } };
    const answer = await post({ name: 'a', inputs });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ body: { name: 'a', inputs }, type: 'ThingBody' });
  });

  it('checks what is to stay as it came', async () => {
    expect(fieldsOf(await post({ name: 'a', inputs: [1] }))).toEqual({ inputs: 'must be an object' });
  });

  it('takes no field, and no body, where a call has none', async () => {
    const pause = (body?: unknown) => door.call('POST', '/v1/things/t1/pause', { token: ADMIN, body });
    expect((await pause()).json).toEqual({ id: 't1' });
    expect((await pause({})).json).toEqual({ id: 't1' });
    expect((await pause('')).json).toEqual({ id: 't1' });
    expect(fieldsOf(await pause({ why: 1 }))).toEqual({ why: 'unknown field: remove it, there are none here' });
  });

  it('takes types below +json, and nothing that is not JSON', async () => {
    expect((await post({ name: 'a' }, { 'content-type': 'application/vnd.x+json; charset=utf-8' })).status).toBe(201);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'nonsense']) {
      expectError(await post({ name: 'a' }, { 'content-type': type }), 415, 'unsupported_media_type');
    }
  });

  it('takes inputs of 1 MiB and refuses more than 2 MiB', async () => {
    expect((await post({ name: 'a', inputs: { text: 'x'.repeat(1024 * 1024) } })).status).toBe(201);
    expectError(await post({ name: 'x'.repeat(2 * 1024 * 1024) }), 413, 'body_too_large');
  });

  it('refuses an oversized body that does not say its length', async () => {
    const chunks = async function* () {
      yield Buffer.from('{"name":"');
      for (let i = 0; i < 40; i++) yield Buffer.alloc(65_536, 'x');
    };
    const response = await fetch(`${door.url}/v1/things`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      body: ReadableStream.from(chunks()),
      duplex: 'half',
    });
    expect(response.status).toBe(413);
  });
});

describe('addresses', () => {
  it('answers 404 of the one shape to unknown addresses and methods', async () => {
    expectError(await door.call('GET', '/nowhere'), 404, 'not_found');
    expectError(await door.call('PUT', '/v1/things', { token: ADMIN }), 404, 'not_found');
    expectError(await door.call('GET', `/v1/tokens/${'x'.repeat(300)}`, { token: ADMIN }), 404, 'not_found');
  });

  it('answers 400 of the one shape to a path that cannot be decoded', async () => {
    const answer = await door.call('GET', '/v1/tokens/%zz');
    expectError(answer, 400, 'invalid_url');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('refuses unknown query parameters', async () => {
    const answer = await door.call('GET', '/v1/things?colour=red', { token: ADMIN });
    expect(fieldsOf(answer)).toEqual({ colour: expect.stringContaining('known fields are color, limit, cursor') });
  });
});

describe('what breaks on our side', () => {
  it('answers 500 without a word of why, and tells the log', async () => {
    const answer = await door.call('GET', '/v1/things/broken');
    expectError(answer, 500, 'internal_error');
    expect(answer.text).not.toMatch(/hunter2|at |\.ts/);
    expect(String(door.reported.at(-1))).toContain('hunter2');
  });

  it('answers the same for a plugin beside Nest', async () => {
    expectError(await door.call('POST', '/api/plugin'), 500, 'internal_error');
    expect(String(door.reported.at(-1))).toContain('a secret of the plugin');
  });
});

describe('storage that keeps nothing now', () => {
  it('answers 503 storage_full where the database has no room, tells the log, and goes on once there is room', async () => {
    const raw = rawConnection(door.database.writer);
    const room = raw.pragma('max_page_count', { simple: true }) as number;
    const name = 'n'.repeat(60);
    const make = () => door.call('POST', '/v1/tokens', { token: ADMIN, body: { role: 'viewer', name } });
    raw.pragma(`max_page_count = ${raw.pragma('page_count', { simple: true }) as number}`);
    const refused = await eventually(async () => {
      const answer = await make();
      return answer.status === 201 ? null : answer;
    });
    raw.pragma(`max_page_count = ${room}`);
    expectError(refused, 503, 'storage_full');
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(refused.json.error.message).toMatch(/nothing was kept.*Try again later.*free disk space/);
    expect(door.reported.at(-1)).toMatchObject({ code: 'SQLITE_FULL' });
    expect((await make()).status).toBe(201);
  });

  it.each([
    ['SQLITE_IOERR_WRITE', 'unavailable', '5'],
    ['SQLITE_BUSY', 'unavailable', '5'],
    ['SQLITE_READONLY', 'unavailable', '5'],
    ['ENOSPC', 'storage_full', '30'],
    ['ECONNREFUSED of result files', 'unavailable', '5'],
    ['ENOSPC of result files', 'storage_full', '30'],
  ])('answers 503 to %s, also where it is the cause of another error', (what, named, retryAfter) => {
    const [code = '', ofFiles] = what.split(' ');
    const error = ofFiles ? new StorageUnavailable(code) : Object.assign(new Error('a path of ours'), { code });
    for (const thrown of [error, new Error('outer', { cause: error })]) {
      const { status, headers, body, unexpected } = toErrorAnswer(thrown, 'req_1');
      expect([status, body.error.code, headers['Retry-After'], unexpected]).toEqual([503, named, retryAfter, true]);
      expect(JSON.stringify(body)).not.toContain('a path of ours');
    }
  });
});

describe('headers', () => {
  it('bears the common headers on every answer', async () => {
    for (const path of ['/healthz', '/nowhere', '/v1/things/broken', '/v1/tokens']) {
      const { headers } = await door.call('GET', path);
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it("keeps a caller's well-formed request id, and no other", async () => {
    const ask = async (id: string) => (await door.call('GET', '/healthz', { headers: { 'x-request-id': id } })).headers;
    expect((await ask('trace-0001.a_b')).get('x-request-id')).toBe('trace-0001.a_b');
    expect((await ask('short')).get('x-request-id')).toMatch(/^req_/);
    expect((await ask('with spaces and "quotes"')).get('x-request-id')).toMatch(/^req_/);
  });

  it('tells of each answered request by its pattern, not its URL', async () => {
    await door.call('GET', '/v1/tokens/tok_admin?x=secret', { token: ADMIN });
    const told = await eventually(() => door.answered.find(({ route }) => route === 'GET /v1/tokens/:token_id'));
    expect(told).toMatchObject({ status: 200, tokenId: 'tok_admin' });
  });

  it('answers bytes that are no HTTP in the one shape', async () => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    socket.write('not http at all\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nX-Request-Id: req_/);
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'invalid_request' } });
  });
});

function things(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `field_${i}`);
}
