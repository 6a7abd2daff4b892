import { describe, expect, it } from '@jest/globals';
import { expectSentence, HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

/** Sellers whose answers are read as the tool's `response` says, by filters and JSON Pointers. */
const journey = useJourney();

const MAPPING = {
  completed_when: { body: { job: { state: ['DONE'] } } },
  failed_when: { body: { job: { state: ['BROKEN'] } } },
  ...{ progress_at: '/job/percent', message_at: '/job/step', error_at: '/job/why', result_at: '/job/out' },
};
const mapped = (response: object = MAPPING, more: object = {}) => journey.minutely({ response, ...more });
const job = (more: object) => ({ body: { job: more } });

/** Text of a result, wherever it is kept. */
async function textOf(orderId: string): Promise<string> {
  const token = journey.roundtrip.adminToken;
  const url = `${journey.roundtrip.url}/v1/orders/${orderId}/files/1`;
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
}

describe('a tool with a mapping', () => {
  it('has progress, message and result read where they stand', async () => {
    const tool = await mapped();
    tool.onStatus([
      job({ state: 'BUSY', percent: 40.4, step: 'painting' }),
      job({ state: 'DONE', out: 'a red bicycle' }),
    ]);
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'processing' });
    expect(await order.read()).toMatchObject({ progress: 40, message: 'painting' });
    await order.checked();
    const result = { output_type: 'text', text: 'a red bicycle' };
    expect(await order.becomes('completed')).toMatchObject({ result, delivered_by: 'check' });
    expect((await journey.api('GET', `/v1/tools/${tool.shortId}`)).body).toMatchObject({ dialect: null });
  });

  it('has the seller’s reason told where failed_when matches, though completed_when would too', async () => {
    const both = { ...MAPPING, failed_when: { body: { job: { why: [{ $exists: true }] } } } };
    const tool = await mapped(both);
    const order = await tool.onStatus(job({ state: 'DONE', why: 'Out of paint.', out: 'x' })).placed();
    await order.checked();
    expect((await order.becomes('failed')).error).toMatchObject({ code: 'seller_failed', message: 'Out of paint.' });
  });

  it('tells in the attempt why an answer did not match, without what is secret in it', async () => {
    const tool = await mapped();
    const secret = `Bearer key-of-${tool.shortId}`;
    const order = await tool.onStatus(job({ state: secret })).placed();
    const { outcome, error } = await order.checked();
    expect(outcome).toBe('processing');
    expectSentence(error);
    expect(error).toMatch(/job\.state/);
    expect(error).not.toContain(secret);
  });

  it('reads a string of JSON between two pointers', async () => {
    const nested = { completed_when: { body: { ok: [true] } }, result_at: ['/data', '/urls/0'], result_is: 'url' };
    const tool = await mapped(nested);
    tool.onStatus({ body: { ok: true, data: '{"urls":["https://cdn.test/a.png"]}' } });
    const order = await tool.placed();
    await order.checked();
    const result = { output_type: 'url', url: 'https://cdn.test/a.png' };
    expect(await order.becomes('completed')).toMatchObject({ result });
  });

  it('says three times that it is done, and its result is never there: the order fails', async () => {
    const tool = await mapped();
    const order = await tool.onStatus(job({ state: 'DONE' })).placed();
    const { outcome, error } = await order.checked();
    expect(outcome).toBe('bad_result');
    expectSentence(error);
    for (let n = 0; n < 15; n++) await order.checked();
    expect((await order.becomes('failed')).error).toMatchObject({ code: 'bad_result' });
  });

  it('may end the order in the reply to its job', async () => {
    const tool = await mapped();
    const order = await tool.onJob(job({ state: 'DONE', out: 'at once' })).place();
    expect(await order.becomes('completed')).toMatchObject({ delivered_by: 'reply', result: { text: 'at once' } });
  });

  it('may take a refusal for an end only where its filter names the status', async () => {
    const gone = { ...MAPPING, failed_when: { status: [404, 410], body: { gone: [true] } } };
    const tool = await mapped(gone);
    tool.onStatus([{ status: 404 }, { status: 404, body: { gone: true } }]);
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'not_found' });
    await order.checked();
    expect((await order.becomes('failed')).error).toMatchObject({ code: 'seller_failed' });
  });
});

describe('a result at a URL of its own', () => {
  const FROM = { completed_when: { body: { state: ['done'] } }, result_from: '/at' };
  const at = (tool: JourneyTool, path: string) => journey.seller.url(`/${tool.shortId}/results${path}`);
  const ready = async () => {
    const tool = await mapped(FROM);
    return tool.onStatus(() => ({ body: { state: 'done', at: at(tool, '/1?sig=key-in-a-query') } }));
  };

  it('is asked for once, at once, with the tool’s headers, and kept whatever its size', async () => {
    const tool = await ready();
    const text = `{"all":"${'x'.repeat(2_000_000)}"}`;
    const headers = { 'content-type': 'application/json' };
    journey.seller.reply(`GET /${tool.shortId}/results/1`, { body: Buffer.from(text), headers });
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({
      outcome: 'processing',
      error: expect.stringContaining('asked for next'),
    });
    await order.checked();
    const { result } = await order.becomes('completed');
    expect(result).toMatchObject({
      output_type: 'json',
      files: [{ n: 1, mime_type: 'application/json', size: text.length }],
    });
    expect(await textOf(order.id)).toBe(text);
    const [asked, ...again] = journey.seller.requestsTo(`GET /${tool.shortId}/results/1`);
    expect([asked?.headers.authorization, again]).toEqual([`Bearer key-of-${tool.shortId}`, []]);
    expect(JSON.stringify(await order.attempts())).not.toContain('key-in-a-query');
  });

  it('that is not there yet is asked for again by way of the status URL', async () => {
    const tool = await ready();
    journey.seller.reply(`GET /${tool.shortId}/results/1`, [{ status: 404 }, { body: 'here' }]);
    const order = await tool.placed();
    for (let n = 0; n < 4; n++) await order.checked();
    await order.becomes('completed');
    expect(await order.outcomes('check')).toEqual(['processing', 'not_found', 'processing', 'completed']);
  });

  it('is asked for also where the seller says so only at the deadline', async () => {
    const tool = await mapped(FROM, { poll: { strategy: 'fixed', interval_s: 86_400, jitter: 0 }, deadline_s: 60 });
    tool.onStatus(() => ({ body: { state: 'done', at: '/late' } }));
    journey.seller.reply('GET /late', { body: 'just in time' });
    const order = await tool.placed();
    await order.checked();
    journey.pass(2_000);
    expect(await order.becomes('completed')).toMatchObject({ result: { text: 'just in time' } });
  });

  it('on another origin is never asked for', async () => {
    const tool = await mapped(FROM);
    const order = await tool.onStatus({ body: { state: 'done', at: 'https://private.test/x' } }).placed();
    const { outcome, error } = await order.checked();
    expect(outcome).toBe('bad_result');
    expect(error).toMatch(/another origin/);
  });

  it('outlives the process: it is asked for after a restart', async () => {
    const tool = await ready();
    journey.seller.reply(`GET /${tool.shortId}/results/1`, { body: 'kept' });
    const order = await tool.placed();
    await order.checked();
    await journey.roundtrip.stop();
    await journey.boot();
    journey.pass(MINUTE);
    expect(await order.becomes('completed')).toMatchObject({ result: { text: 'kept' } });
  });
});

describe('an id that the seller gives the order', () => {
  it('is read from the reply and asked by', async () => {
    const tool = await journey.minutely({
      ...{ status_url: journey.seller.url('/by-id/{remote_id}?key={remote_id}'), remote_id_at: '/job/id' },
    });
    tool.onJob({ body: { job: { id: 'a/b 7' } } });
    journey.seller.reply('GET /by-id/:id', { body: { status: 'completed', result_text: 'found' } });
    const order = await tool.placed();
    await order.checked();
    await order.becomes('completed');
    const [asked] = journey.seller.requestsTo('GET /by-id/:id');
    expect([asked?.params.id, asked?.query.get('key')]).toEqual(['a/b 7', 'a/b 7']);
  });

  it('that the reply does not hold leaves the order to its callback, and the attempt says so', async () => {
    const tool = await journey.minutely({ status_url: journey.seller.url('/by-id/{remote_id}'), remote_id_at: '/id' });
    const order = await tool.onJob({ body: { id: '..' } }).placed();
    expect((await order.attempt('forward', 1)).error).toMatch(/remote_id_at/);
    expect(await order.read()).toMatchObject({ next_check_at: null });
    journey.pass(HOUR);
    await order.callback({ ok: true, result_text: 'called back' });
    await order.becomes('completed');
  });
});

describe('a callback to a tool with a token in its URL', () => {
  const tokenTool = (fields: object = {}) => journey.minutely({ callback_auth: 'url_token', ...fields });
  const call = async (tool: JourneyTool, body: object) => {
    const { callback_url } = tool.jobs.at(-1)?.json<{ callback_url: string }>() ?? { callback_url: '' };
    const answer = await fetch(callback_url, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as object };
  };

  it('may be in the words of the system that the seller is', async () => {
    const tool = await tokenTool();
    const order = await tool.placed();
    const data = { taskId: 'task1', state: 'success', resultJson: '{"resultUrls":["https://r2.test/a.png"]}' };
    expect(await call(tool, { code: 200, message: 'success', data: { ...data, completeTime: 1763794808000 } })).toEqual(
      {
        ...{ status: 200, body: { ok: true } },
      },
    );
    const done = await order.becomes('completed');
    expect(done).toMatchObject({ delivered_by: 'callback', result: { url: 'https://r2.test/a.png' } });
    expect((await journey.api('GET', `/v1/tools/${tool.shortId}`)).body).toMatchObject({ dialect: 'apixo' });
  });

  it('may be read by the tool’s mapping, or be in our words beside it', async () => {
    const tool = await tokenTool({ response: MAPPING });
    const one = await tool.placed();
    expect((await call(tool, { job: { state: 'DONE', out: 'mapped' } })).status).toBe(200);
    expect(await one.becomes('completed')).toMatchObject({ result: { text: 'mapped' } });
    const two = await tool.placed();
    expect((await call(tool, { ok: true, result_text: 'ours' })).status).toBe(200);
    expect(await two.becomes('completed')).toMatchObject({ result: { text: 'ours' } });
  });

  it('may name where the result stands', async () => {
    const tool = await tokenTool({ response: { completed_when: { body: { done: [true] } }, result_from: '/at' } });
    const order = await tool.placed();
    journey.seller.reply('GET /named-in-a-callback', { body: 'fetched' });
    const at = journey.seller.url('/named-in-a-callback');
    expect((await call(tool, { done: true, at })).status).toBe(200);
    await order.checked();
    expect(await order.becomes('completed')).toMatchObject({ delivered_by: 'check', result: { text: 'fetched' } });
  });

  it('that nobody can read is refused, and changes nothing', async () => {
    const tool = await tokenTool({ response: { dialect: 'replicate' } });
    const order = await tool.placed();
    expect((await call(tool, { hello: 'there' })).status).toBe(400);
    expect(await order.read()).toMatchObject({ status: 'processing' });
  });
});
