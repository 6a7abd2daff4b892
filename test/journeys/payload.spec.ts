import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { SellerRequest } from '../support/scripted-seller.js';
import { expectSentence, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

/** Begins now: the standardwebhooks library reads the machine's clock. */
const journey = useJourney({ startAt: Date.now() });

interface Payload {
  readonly callback_url: string;
  readonly ts: number;
  readonly is_test?: boolean;
}

/** The nth job POST that the seller got for this order's tool. */
async function sent(order: JourneyOrder, nth = 1): Promise<SellerRequest> {
  await order.attempt('forward', nth);
  return order.tool.jobs[nth - 1]!;
}

/** What the reference library makes of a request; it throws where the signature is wrong. */
function verify(secret: string, request: SellerRequest): unknown {
  return new Webhook(secret).verify(request.body, request.headers as Record<string, string>);
}

function signatures(request: SellerRequest): string[] {
  return String(request.headers['webhook-signature']).split(' ');
}

describe('the published payload', () => {
  it('holds the order to the letter', async () => {
    const tool = await journey.tool();
    const order = await tool.placed({ inputs: { prompt: 'a red bicycle', size: { w: 512 } } });
    const request = await sent(order);
    expect(request.headers['content-type']).toBe('application/json');
    expect(request.json()).toEqual({
      ...{ short_id: tool.shortId, order_id: order.id, inputs: { prompt: 'a red bicycle', size: { w: 512 } } },
      callback_url: `${journey.roundtrip.url}/api/orders/callback`,
      ts: Math.floor(Date.parse((await order.read()).created_at) / 1000),
    });
  });

  it('says is_test on test orders', async () => {
    const order = await (await journey.tool()).placed({ is_test: true });
    expect((await sent(order)).json<Payload>().is_test).toBe(true);
  });

  it('bears the auth headers of the tool', async () => {
    const tool = await journey.tool({ auth_headers: { Authorization: 'Bearer s3cret', 'X-Api-Key': 'k=1; v' } });
    const { headers } = await sent(await tool.placed());
    expect(headers).toMatchObject({ authorization: 'Bearer s3cret', 'x-api-key': 'k=1; v' });
  });

  it.each<[string, string]>([
    ['numbers past 2^53', '{"n":12345678901234567890,"m":-0.10,"e":1E+2,"z":1.0}'],
    ['text as it was escaped', '{"a":"\\u00fc\\/ü\\ud83d\\udeb2","b":"\\u0000"}'],
    ['white space and the order of keys', '{ "b" : 1,\n\t"a" : [ ] , "2": null, "1": {} }'],
    ['nothing', '{}'],
  ])('passes inputs on as they came: %s', async (_what, inputs) => {
    const order = await (await journey.tool()).placeText(inputs);
    const request = await sent(order);
    expect(request.body.toString('utf8')).toContain(`"inputs":${inputs}`);
    expect(((await order.read()) as object as { inputs: unknown }).inputs).toEqual(JSON.parse(inputs));
  });

  it('is the same on every try of a run, also when the order has waited for hours', async () => {
    const order = await (await journey.tool()).onJob([{ status: 503 }, { status: 200 }]).place();
    const first = await sent(order);
    await order.forwardedAgain();
    expect((await sent(order, 2)).body).toEqual(first.body);
  });

  it('names in callback_url where the seller can call back', async () => {
    const order = await (await journey.tool()).placed();
    const { callback_url } = (await sent(order)).json<Payload>();
    expect(new URL(callback_url).pathname).toBe('/api/orders/callback');
    const secret = { 'x-callback-secret': order.tool.json.callback_secret };
    const body = { ok: true, order_id: order.id, result_text: 'x' };
    expect((await journey.roundtrip.call('POST', callback_url, body, { token: null, headers: secret })).status).toBe(
      200,
    );
  });
});

describe('the signature of a job', () => {
  it('is one that the standardwebhooks library verifies', async () => {
    const order = await (await journey.tool()).placeText('{"n":12345678901234567890,"t":"ü\\u00fc"}');
    const request = await sent(order);
    expect(verify(order.tool.json.signing_secret, request)).toEqual(request.json());
    expect(request.headers).toMatchObject({
      ...{ 'webhook-id': order.id, 'idempotency-key': order.id },
      'webhook-timestamp': String(Math.floor(journey.clock.now() / 1000)),
    });
    expect(signatures(request)).toHaveLength(1);
    expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`, request)).toThrow();
  });

  it('is made anew on every try, with the id of the run', async () => {
    const tool = (await journey.tool()).onJob([{ status: 503 }, { status: 400 }, { status: 200 }]);
    const order = await tool.place();
    await order.attempt('forward', 1);
    await order.forwardedAgain();
    await order.becomes('failed');
    await order.retry();
    await order.becomes('processing', 2);
    const requests = [await sent(order, 1), await sent(order, 2), await sent(order, 3)];
    for (const request of requests) verify(tool.json.signing_secret, request);
    expect(requests.map((request) => request.headers['webhook-id'])).toEqual([order.id, order.id, `${order.id}:2`]);
    expect(requests.map((request) => request.headers['idempotency-key'])).toEqual([
      order.id,
      order.id,
      `${order.id}:2`,
    ]);
    expect(requests[1]!.headers['webhook-signature']).not.toBe(requests[0]!.headers['webhook-signature']);
  });

  it('comes twice while the secret is being rotated: by the new one and by the old one', async () => {
    const tool = await journey.tool();
    const old = tool.json.signing_secret;
    const rotate = async (grace_s: number) =>
      (await journey.api('POST', `/v1/tools/${tool.shortId}/rotate-secret`, { which: 'signing', grace_s })).body
        .signing_secret as string;
    const fresh = await rotate(60);
    const request = await sent(await tool.placed());
    expect(signatures(request)).toHaveLength(2);
    for (const secret of [old, fresh]) verify(secret, request);
    journey.pass(60_001);
    const after = await sent(await tool.placed(), 1).then(() => tool.jobs.at(-1)!);
    expect(signatures(after)).toHaveLength(1);
    verify(fresh, after);
    expect(() => verify(old, after)).toThrow();
    const last = await rotate(0);
    await tool.placed();
    expect(signatures(tool.jobs.at(-1)!)).toHaveLength(1);
    verify(last, tool.jobs.at(-1)!);
  });
});

describe('a payload template', () => {
  async function rendered(payload_template: string, inputs: string): Promise<[string, JourneyOrder]> {
    const order = await (await journey.tool({ payload_template })).placeText(inputs);
    return [(await sent(order)).body.toString('utf8'), order];
  }

  it('has every placeholder filled in, and the rest as it was written', async () => {
    const [body, order] = await rendered(
      '{ "id": "order {order_id} of {short_id}",\n "cb": "{callback_url}", "at": {ts}, "in": [{inputs.prompt}, {inputs.missing}], "{order_id}": {} }',
      '{"prompt":"a red bicycle"}',
    );
    const { created_at } = await order.read();
    const callback = `${journey.roundtrip.url}/api/orders/callback`;
    const ts = Math.floor(Date.parse(created_at) / 1000);
    expect(body).toBe(
      `{ "id": "order ${order.id} of ${order.tool.shortId}",\n "cb": "${callback}", "at": ${ts}, "in": ["a red bicycle", null], "${order.id}": {} }`,
    );
  });

  it('is signed as it is sent', async () => {
    const [, order] = await rendered('{"p":{inputs.prompt}}', '{"prompt":"x"}');
    expect(verify(order.tool.json.signing_secret, await sent(order))).toEqual({ p: 'x' });
  });

  it.each<[string, string]>([
    ['quotes and braces', '"\\" , \\"admin\\": true, \\"x\\": \\"{order_id} {inputs.other} }"'],
    ['objects', '{"a":{"b":[1,2,{"c":"}"}]}}'],
    ['numbers past 2^53', '12345678901234567890'],
    ['false', 'false'],
    ['null', 'null'],
    ['text', '"ü 🚲 \\u2028"'],
  ])('keeps a value a value: %s', async (_what, value) => {
    const [body] = await rendered('{"before":1,"value":{inputs.value},"after":2}', `{"value":${value},"other":"no"}`);
    expect(body).toBe(`{"before":1,"value":${value},"after":2}`);
  });

  it('is read anew for each try: mended, it mends the next', async () => {
    const tool = (await journey.tool({ payload_template: '{"v":1}' })).onJob([{ status: 503 }, { status: 200 }]);
    const order = await tool.place();
    await order.attempt('forward', 1);
    await tool.patch({ payload_template: '{"v":2}' });
    await order.forwardedAgain();
    expect(tool.jobs.map((job) => job.json<{ v: number }>().v)).toEqual([1, 2]);
  });

  it('does not say is_test by itself', async () => {
    const tool = await journey.tool({ payload_template: '{"id":"{order_id}"}' });
    const order = await tool.placed({ is_test: true });
    expect((await sent(order)).json()).toEqual({ id: order.id });
  });

  it('that would render to more than 4 MiB is refused at intake, and nothing is stored', async () => {
    const tool = await journey.tool({ payload_template: `{"all":[${Array(5).fill('{inputs.text}').join(',')}]}` });
    const { status, body } = await tool.tryPlace({ inputs: { text: 'x'.repeat(900_000) } });
    expect([status, body.error.code, body.error.details[0].field]).toEqual([400, 'invalid_request', 'inputs']);
    expect(body.error.message).toMatch(/4 MiB/);
    expect((await journey.api('GET', `/v1/orders?short_id=${tool.shortId}`)).body.orders).toEqual([]);
    const fits = await tool.placed({ inputs: { text: 'x'.repeat(800_000) } });
    expect((await sent(fits)).body.length).toBeGreaterThan(4_000_000);
  });
});

describe('a tool whose callback URL bears a token', () => {
  const callbackOf = async (order: JourneyOrder, nth = 1) => (await sent(order, nth)).json<Payload>().callback_url;
  const call = (url: string, body: unknown) => journey.roundtrip.call('POST', url, body, { token: null });
  const tokenTool = () => journey.minutely({ callback_auth: 'url_token' });

  it.each<[string, object, string]>([
    ['the words of a callback', { ok: true, result_text: 'x' }, 'completed'],
    ['a failure', { ok: false, error: 'no' }, 'failed'],
    ['the words of a check', { status: 'completed', result_text: 'x' }, 'completed'],
    ['a failure in the words of a check', { status: 'failed', error: 'no' }, 'failed'],
    ['progress in the words of a check', { status: 'processing', progress: 4 }, 'processing'],
  ])('takes %s there, without a secret and without an order_id', async (_what, body, status) => {
    const order = await (await tokenTool()).placed();
    const answer = await call(await callbackOf(order), body);
    expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
    expect((await order.read()).status).toBe(status);
  });

  it('has a token for each order, which speaks for that order only', async () => {
    const tool = await tokenTool();
    const [one, two] = [await tool.placed(), await tool.placed()];
    const urls = tool.jobs.map((job) => job.json<Payload>().callback_url);
    expect(urls[0]).toMatch(new RegExp(`^${journey.roundtrip.url}/api/orders/callback/[\\w-]{40,}$`));
    expect(urls[0]).not.toBe(urls[1]);
    const answer = await call(urls[0]!, { ok: true, order_id: two.id, result_text: 'x' });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid']);
    expectSentence(answer.body.error.message as string);
    await call(urls[0]!, { ok: true, result_text: 'x' });
    expect([(await one.read()).status, (await two.read()).status]).toEqual(['completed', 'processing']);
  });

  it.each<[string, (url: string) => string]>([
    ['changed', (url) => url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A')],
    ['cut', (url) => url.slice(0, -4)],
    ['longer', (url) => `${url}A`],
    ['of nobody', (url) => url.replace(/[^/]+$/, 'x'.repeat(46))],
    ['the id itself', (url) => url.replace(/[^/]+$/, randomUUID())],
  ])('refuses a token that is %s with 401', async (_what, change) => {
    const order = await (await tokenTool()).placed();
    const answer = await call(change(await callbackOf(order)), { ok: true, result_text: 'x' });
    expect([answer.status, answer.body.error.code]).toEqual([401, 'unauthorized']);
    expect((await order.read()).status).toBe('processing');
  });

  it('bears the run too, and attempts and logs never show the token', async () => {
    const tool = (await tokenTool()).onJob([{ status: 400 }, { status: 200 }]);
    const order = await tool.place();
    await order.becomes('failed');
    await order.retry();
    await order.becomes('processing', 2);
    const url = await callbackOf(order, 2);
    expect(url).toBe(`${await callbackOf(order)}?run=2`);
    await call(url, { ok: true, result_text: 'x' });
    const token = new URL(url).pathname.split('/').at(-1)!;
    const attempt = await order.attempt('callback', 1);
    expect(attempt).toMatchObject({ url: '/api/orders/callback/••••?run=2', run: 2, outcome: 'completed' });
    expect(JSON.stringify(await order.attempts())).not.toContain(token);
    expect(journey.roundtrip.logged.join('')).not.toContain(token);
  });

  it('takes no token once it goes by the secret, and one by the secret takes none', async () => {
    const tool = await tokenTool();
    const order = await tool.placed();
    const url = await callbackOf(order);
    await tool.patch({ callback_auth: 'secret' });
    expect((await call(url, { ok: true, result_text: 'x' })).status).toBe(401);
    await tool.patch({ callback_auth: 'url_token' });
    expect((await call(url, { ok: true, result_text: 'x' })).status).toBe(200);
  });

  it('fills the same URL into its template', async () => {
    const tool = await journey.tool({ callback_auth: 'url_token', payload_template: '{"hook":"{callback_url}"}' });
    const order = await tool.placed();
    const { hook } = (await sent(order)).json<{ hook: string }>();
    expect((await call(hook, { status: 'completed', result_text: 'x' })).body).toEqual({ ok: true });
  });
});
