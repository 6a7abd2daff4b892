import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signedHeaders } from '../support/signature-check.js';
import type { Answer, CallOptions } from '../support/roundtrip.js';
import { expectSentence, MINUTE, useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const journey = useJourney({ env: { INTAKE_SECRET: secret } });

function post(body: unknown, options?: CallOptions): Promise<Answer> {
  return journey.roundtrip.call('POST', '/v1/orders', body, options);
}

const newId = (): string => `msg_${randomUUID()}`;

/** Places orders signed as the marketplace signs, without a token. */
function postSigned(body: object, { id = newId(), key = secret, ageMs = 0, sent = '' } = {}): Promise<Answer> {
  const raw = JSON.stringify(body);
  const headers = signedHeaders(key, id, journey.clock.now() - ageMs, raw);
  return post(undefined, { token: null, raw: sent || raw, headers });
}

async function countOf(tool: JourneyTool): Promise<number> {
  return ((await journey.api('GET', `/v1/orders?short_id=${tool.shortId}&limit=100`)).body.orders as object[]).length;
}

async function expectRefused(tool: JourneyTool, answer: Answer, status: number, code: string): Promise<void> {
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expectSentence(answer.body.error.message as string);
  expect(await countOf(tool)).toBe(0);
}

describe('an order that is taken', () => {
  it('is answered 202 with the order, where it is found, and when to ask again', async () => {
    const tool = await journey.tool();
    const metadata = { cart: 'c-7' };
    const { status, headers, body } = await tool.tryPlace({ metadata });
    expect(status).toBe(202);
    const location = `${journey.roundtrip.url}/v1/orders/${body.order_id}`;
    expect(headers.get('location')).toBe(location);
    expect(headers.get('operation-location')).toBe(`${location}/operation`);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    const now = new Date(journey.clock.now()).toISOString();
    expect(body).toEqual({
      ...{ order_id: body.order_id, short_id: tool.shortId, seller_id: tool.json.seller_id, is_test: false, metadata },
      ...{ inputs: { prompt: 'a red bicycle' }, run: 1, status: 'received', progress: null, message: null, eta: null },
      ...{ result: null, error: null, delivered_by: null, created_at: now, forwarded_at: null, completed_at: null },
      ...{ updated_at: now, deadline_at: new Date(journey.clock.now() + 86_400_000).toISOString() },
      ...{ next_check_at: null, planned_checks: [], attempts: 0 },
    });
    expect(body.order_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect((await journey.roundtrip.call('GET', location)).status).toBe(200);
    const operation = await journey.roundtrip.call('GET', `${location}/operation`);
    expect(operation.body).toMatchObject({ status: 'Running', percentComplete: 0 });
  });

  it('bears the id that the marketplace gave it, in small letters', async () => {
    const tool = await journey.tool();
    const id = randomUUID();
    const { body } = await tool.tryPlace({ order_id: id.toUpperCase() });
    expect(body.order_id).toBe(id);
    const again = await tool.tryPlace({ order_id: id.toUpperCase() });
    expect([again.status, again.body.order_id]).toEqual([200, id]);
  });

  it.each([['admin'], ['operator'], ['marketplace']])('may be placed by a token of role %s', async (role) => {
    const tool = await journey.tool();
    const { token } = (await journey.api('POST', '/v1/tokens', { name: role, role }, 201)).body as { token: string };
    const { status, body } = await tool.tryPlace({}, { token });
    expect(status).toBe(202);
    const { events } = (await journey.api('GET', `/v1/orders/${body.order_id}/events`)).body as { events: object[] };
    expect(events[0]).toMatchObject({
      type: 'status',
      from: null,
      to: 'received',
      cause: { kind: 'intake', actor: role },
    });
  });

  it('may not be placed by a viewer, a seller, or nobody', async () => {
    const tool = await journey.tool();
    const { token } = (await journey.api('POST', '/v1/tokens', { name: 'v', role: 'viewer' }, 201)).body as {
      token: string;
    };
    const seller = await journey.newSeller();
    await expectRefused(tool, await tool.tryPlace({}, { token }), 403, 'forbidden');
    await expectRefused(tool, await tool.tryPlace({}, { token: seller.token }), 404, 'not_found');
    await expectRefused(tool, await tool.tryPlace({}, { token: null }), 401, 'unauthorized');
  });
});

describe('the same order again', () => {
  it('is 200 and the order that exists, whatever has become of it; it is sent once', async () => {
    const tool = await journey.tool({ status_url: null });
    const fields = { order_id: randomUUID(), metadata: { a: '1' } };
    const order = await tool.placed(fields);
    const again = await tool.tryPlace(fields);
    expect([again.status, again.body]).toEqual([200, await order.read()]);
    expect(again.headers.get('location')).toBe(`${journey.roundtrip.url}${order.path}`);
    await order.callback({ ok: true, result_text: 'x' });
    const late = await tool.tryPlace(fields);
    expect([late.status, late.body.status, late.headers.get('retry-after')]).toEqual([200, 'completed', null]);
    expect(tool.jobs).toHaveLength(1);
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing', 'completed']);
  });

  it.each<[string, object]>([
    ['its keys in another order', { inputs: { b: { d: 2, c: 1 }, a: [1, 2] } }],
    ['its defaults spelled out', { is_test: false, metadata: {}, deadline_s: 86_400 }],
  ])('is the same with %s', async (_what, fields) => {
    const tool = await journey.tool();
    const order_id = randomUUID();
    const inputs = { a: [1, 2], b: { c: 1, d: 2 } };
    expect((await tool.tryPlace({ order_id, inputs })).status).toBe(202);
    expect((await tool.tryPlace({ order_id, inputs, ...fields })).status).toBe(200);
  });

  it.each<[string, object]>([
    ['other inputs', { inputs: { prompt: 'a blue bicycle' } }],
    ['other metadata', { metadata: { cart: 'c-8' } }],
    ['is_test', { is_test: true }],
    ['another deadline', { deadline_s: 600 }],
  ])('is 409 with %s, and changes nothing', async (_what, fields) => {
    const tool = await journey.tool();
    const order_id = randomUUID();
    const order = await tool.placed({ order_id });
    const before = await order.read();
    const { status, body } = await tool.tryPlace({ order_id, ...fields });
    expect([status, body.error.code]).toEqual([409, 'idempotency_conflict']);
    expectSentence(body.error.message as string);
    expect(await order.read()).toEqual(before);
  });

  it('is 409 for another tool', async () => {
    const [one, two] = [await journey.tool(), await journey.tool()];
    const order_id = randomUUID();
    await one.placed({ order_id });
    expect((await two.tryPlace({ order_id })).body.error.code).toBe('idempotency_conflict');
  });

  it('is 200 also when the tool was paused or changed meanwhile', async () => {
    const tool = await journey.tool();
    const fields = { order_id: randomUUID() };
    await tool.placed(fields);
    await tool.patch({ deadline_s: 600, inputs_schema: { required: ['other'] } });
    await tool.pause();
    expect((await tool.tryPlace(fields)).status).toBe(200);
  });

  it.each(['idempotency-key', 'webhook-id'])('is known by its %s where no order_id is given', async (name) => {
    const tool = await journey.tool();
    const headers = { [name]: `key-${randomUUID()}` };
    const first = await tool.tryPlace({}, { headers });
    const again = await tool.tryPlace({}, { headers });
    expect([first.status, again.status, again.body.order_id]).toEqual([202, 200, first.body.order_id]);
    const other = await tool.tryPlace({ inputs: { prompt: 'another' } }, { headers });
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_conflict']);
    const fresh = await tool.tryPlace({}, { headers: { [name]: `key-${randomUUID()}` } });
    expect([fresh.status, await countOf(tool)]).toEqual([202, 2]);
  });

  it('is 409 where the key points to another order than order_id, or two keys to two orders', async () => {
    const tool = await journey.tool();
    const [one, two] = [{ 'idempotency-key': randomUUID() }, { 'webhook-id': randomUUID() }];
    for (const headers of [one, two]) expect((await tool.tryPlace({}, { headers })).status).toBe(202);
    const order_id = randomUUID();
    for (const [fields, headers] of [
      [{ order_id }, one],
      [{}, { ...one, ...two }],
    ] as const)
      expect((await tool.tryPlace(fields, { headers })).body.error.code).toBe('idempotency_conflict');
    expect(await countOf(tool)).toBe(2);
  });

  it('is known by a key that was first sent beside an order_id', async () => {
    const tool = await journey.tool();
    const headers = { 'idempotency-key': randomUUID() };
    const order_id = randomUUID();
    await tool.tryPlace({ order_id }, { headers });
    const again = await tool.tryPlace({}, { headers });
    expect([again.status, again.body.order_id]).toEqual([200, order_id]);
  });

  it.each([[''], ['x'.repeat(257)], ['with space'], ['ümlaut']])(
    'is refused by a key that is none: %j',
    async (key) => {
      const tool = await journey.tool();
      await expectRefused(
        tool,
        await tool.tryPlace({}, { headers: { 'idempotency-key': key } }),
        400,
        'invalid_request',
      );
    },
  );

  it.each<[string, () => { fields: object; headers: Record<string, string> }]>([
    ['order_id', () => ({ fields: { order_id: randomUUID() }, headers: {} })],
    ['Idempotency-Key', () => ({ fields: {}, headers: { 'idempotency-key': randomUUID() } })],
    ['webhook-id', () => ({ fields: {}, headers: { 'webhook-id': randomUUID() } })],
  ])('fifty times at once makes one order, by %s', async (_what, make) => {
    const tool = await journey.tool();
    const { fields, headers } = make();
    const answers = await Promise.all(Array.from({ length: 50 }, () => tool.tryPlace(fields, { headers })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array<number>(49).fill(200), 202]);
    expect(new Set(answers.map((answer) => answer.body.order_id as string)).size).toBe(1);
    expect(await countOf(tool)).toBe(1);
    const { order_id } = answers[0]!.body as { order_id: string };
    const { JourneyOrder } = await import('./journey-order.js');
    await new JourneyOrder(tool, order_id).becomes('processing');
    expect(tool.jobs).toHaveLength(1);
  });

  it('fifty different ones at once under one id make one order, the rest are told', async () => {
    const tool = await journey.tool();
    const order_id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => tool.tryPlace({ order_id, inputs: { n } })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, ...Array<number>(49).fill(409)]);
    expect(await countOf(tool)).toBe(1);
  });
});

describe('a signed order', () => {
  it('is taken without a token, and known by its webhook-id when it is sent again', async () => {
    const tool = await journey.tool();
    const body = { short_id: tool.shortId, inputs: { prompt: 'ü' } };
    const id = newId();
    const first = await postSigned(body, { id });
    journey.pass(MINUTE);
    const again = await postSigned(body, { id });
    expect([first.status, again.status, again.body.order_id]).toEqual([202, 200, first.body.order_id]);
    expect((await postSigned({ ...body, inputs: {} }, { id })).status).toBe(409);
    expect(await countOf(tool)).toBe(1);
  });

  it.each<[string, Parameters<typeof postSigned>[1]]>([
    ['made with another secret', { key: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }],
    ['over another body', { sent: '{"short_id":"x","inputs":{}}' }],
    ['more than five minutes old', { ageMs: 301_000 }],
    ['more than five minutes ahead', { ageMs: -301_000 }],
  ])('is 401 where the signature is %s', async (_what, options) => {
    const tool = await journey.tool();
    await expectRefused(tool, await postSigned({ short_id: tool.shortId, inputs: {} }, options), 401, 'unauthorized');
  });

  it('is held to the same rules as any other', async () => {
    const tool = await journey.tool();
    await expectRefused(
      tool,
      await postSigned({ short_id: tool.shortId, inputs: {}, extra: 1 }),
      400,
      'invalid_request',
    );
    await expectRefused(tool, await postSigned({ short_id: 'no-such-tool', inputs: {} }), 404, 'unknown_tool');
  });
});

describe('an order for a tool that cannot take it', () => {
  it('is 404 where the tool is unknown or deleted, 409 where it is paused', async () => {
    const tool = await journey.tool();
    await expectRefused(tool, await tool.tryPlace({ short_id: 'no-such-tool' }), 404, 'unknown_tool');
    await tool.pause();
    await expectRefused(tool, await tool.tryPlace(), 409, 'tool_paused');
    await journey.api('DELETE', `/v1/tools/${tool.shortId}`, undefined, 204);
    await expectRefused(tool, await tool.tryPlace(), 404, 'unknown_tool');
  });

  it('is 400 where its inputs do not fit the schema, and the misfit is named', async () => {
    const inputs_schema = {
      type: 'object',
      properties: { prompt: { type: 'string', minLength: 3 }, steps: { type: 'integer', maximum: 50 }, style: {} },
      ...{ required: ['prompt', 'style'], additionalProperties: false },
    };
    const tool = await journey.tool({ inputs_schema });
    for (const [field, inputs] of [
      ['inputs.prompt', { prompt: 'x', style: 'y' }],
      ['inputs.steps', { prompt: 'a bicycle', style: 'y', steps: 51 }],
      ['inputs.style', { prompt: 'a bicycle' }],
      ['inputs.extra', { prompt: 'a bicycle', style: 'y', extra: 1 }],
    ] as const) {
      const answer = await tool.tryPlace({ inputs });
      await expectRefused(tool, answer, 400, 'invalid_request');
      expect(answer.body.error.details).toMatchObject([{ field }]);
      expectSentence(answer.body.error.details[0].message as string);
    }
    expect((await tool.tryPlace({ inputs: { prompt: 'a bicycle', style: 'x', steps: 50 } })).status).toBe(202);
  });
});

describe('an order that is not valid is refused, by name, and not stored', () => {
  it.each<[string, object, string]>([
    ['an unknown field', { inputs: {}, priority: 1 }, 'priority'],
    ['no inputs', {}, 'inputs'],
    ['inputs that are a list', { inputs: [] }, 'inputs'],
    ['inputs that are text', { inputs: '{}' }, 'inputs'],
    ['inputs that are null', { inputs: null }, 'inputs'],
    ['an order_id that is none', { inputs: {}, order_id: '7' }, 'order_id'],
    ['an order_id that is null', { inputs: {}, order_id: null }, 'order_id'],
    ['is_test that is text', { inputs: {}, is_test: 'true' }, 'is_test'],
    ['metadata with a number', { inputs: {}, metadata: { a: 1 } }, 'metadata'],
    ['metadata that is a list', { inputs: {}, metadata: ['a'] }, 'metadata'],
    ['a deadline under a minute', { inputs: {}, deadline_s: 59 }, 'deadline_s'],
    ['a deadline past 30 days', { inputs: {}, deadline_s: 2_592_001 }, 'deadline_s'],
    ['a deadline with a fraction', { inputs: {}, deadline_s: 60.5 }, 'deadline_s'],
    ['a deadline that is text', { inputs: {}, deadline_s: '600' }, 'deadline_s'],
    ['a tool that is no text', { inputs: {}, short_id: 7 }, 'short_id'],
  ])('%s', async (_what, fields, field) => {
    const tool = await journey.tool();
    const answer = await post({ short_id: tool.shortId, ...fields });
    await expectRefused(tool, answer, 400, 'invalid_request');
    expect((answer.body.error.details as { field: string }[]).map((detail) => detail.field)).toContain(field);
  });

  it.each<[string, (tool: JourneyTool) => string, string]>([
    ['broken JSON', ({ shortId }) => `{"short_id":"${shortId}","inputs":{}`, 'invalid_json'],
    ['a key twice', ({ shortId }) => `{"short_id":"${shortId}","inputs":{"a":1,"a":2}}`, 'invalid_json'],
    ['a __proto__ key', ({ shortId }) => `{"short_id":"${shortId}","inputs":{"__proto__":{}}}`, 'invalid_json'],
    [
      '33 levels',
      ({ shortId }) => `{"short_id":"${shortId}","inputs":{"a":${'['.repeat(31)}${']'.repeat(31)}}}`,
      'invalid_json',
    ],
    ['no object', () => '[]', 'invalid_request'],
  ])('%s', async (_what, raw, code) => {
    const tool = await journey.tool();
    await expectRefused(tool, await post(undefined, { raw: raw(tool) }), 400, code);
  });

  it('a body that is not JSON by its type', async () => {
    const tool = await journey.tool();
    const options = { raw: `{"short_id":"${tool.shortId}","inputs":{}}`, headers: { 'content-type': 'text/plain' } };
    await expectRefused(tool, await post(undefined, options), 415, 'unsupported_media_type');
  });
});

describe('sizes', () => {
  const MIB = 1024 * 1024;
  const inputsOf = (bytes: number) => `{"t":"${'ü'.repeat((bytes - 8) / 2)}"}`;
  const raw = (tool: JourneyTool, inputs: string) => ({ raw: `{"short_id":"${tool.shortId}","inputs":${inputs}}` });

  it('inputs of 1 MiB are taken and sent whole, one byte more is not', async () => {
    const tool = await journey.tool();
    expect(Buffer.byteLength(inputsOf(MIB))).toBe(MIB);
    const tooLarge = await post(undefined, raw(tool, inputsOf(MIB).replace('{', '{ ')));
    await expectRefused(tool, tooLarge, 400, 'invalid_request');
    expect(tooLarge.body.error.details[0].field).toBe('inputs');
    const order = await tool.placeText(inputsOf(MIB));
    await order.becomes('processing');
    expect(tool.jobs[0]!.body.length).toBeGreaterThan(MIB);
    expect(tool.jobs[0]!.json<{ inputs: object }>().inputs).toEqual(JSON.parse(inputsOf(MIB)));
  });

  it('metadata of 4 KiB is taken, one byte more is not', async () => {
    const tool = await journey.tool();
    const metadata = (bytes: number) => ({ m: 'x'.repeat(bytes - 8) });
    const tooLarge = await tool.tryPlace({ metadata: metadata(4097) });
    await expectRefused(tool, tooLarge, 400, 'invalid_request');
    expect(tooLarge.body.error.details[0].field).toBe('metadata');
    expect((await tool.tryPlace({ metadata: metadata(4096) })).status).toBe(202);
  });

  it('a body that no order could have is cut off', async () => {
    const tool = await journey.tool();
    await expectRefused(tool, await post(undefined, raw(tool, inputsOf(4 * MIB))), 413, 'body_too_large');
  });
});
