import { describe, expect, it } from '@jest/globals';
import { BatchSeller } from '../journeys/batch-seller.js';
import { MINUTE, useJourney } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';
import { eventually } from '../support/eventually.js';
import { startSeller } from '../support/scripted-seller.js';

/**
 * A result that stands at a URL of its own was lost or went wrong in several ways when that was new: where the tool had no status URL and
 * the first call for it failed; where the callback that named it came before the reply to the job, or named an earlier run. New headers
 * for a new origin went to the old one, whose URL the order had remembered; each callback made another call at once; and the query of
 * such a URL, often a key, stood in the attempts. Now the URL is asked until it answers, only while the tool lives at its origin, never
 * sooner than MIN_CHECK_INTERVAL_S; and no attempt shows the query of any URL.
 */
const journey = useJourney();

const FROM = { completed_when: { body: { state: ['done'] } }, result_from: '/at' };
const resultOf = (tool: JourneyTool) => `/${tool.shortId}/r`;
const calls = (tool: JourneyTool) => journey.seller.requestsTo(`GET ${resultOf(tool)}`);
const done = (tool: JourneyTool) => ({ state: 'done', at: journey.seller.url(resultOf(tool)) });

const post = async (url: string, body: object): Promise<object> =>
  (await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as object;
const callbackOf = (tool: JourneyTool) => tool.jobs.at(-1)!.json<{ callback_url: string }>().callback_url;
const withoutStatusUrl = (more: object = {}) =>
  journey.minutely({ status_url: null, callback_auth: 'url_token', response: FROM, ...more });

describe('a result at a URL of its own, of a tool without status URL', () => {
  it('is asked for again after a call that failed, where a callback named it', async () => {
    const tool = await withoutStatusUrl();
    journey.seller.reply(`GET ${resultOf(tool)}`, [{ status: 503 }, { body: 'the goods' }]);
    const order = await tool.placed();
    expect(await post(callbackOf(tool), done(tool))).toEqual({ ok: true });
    expect(await order.checked()).toMatchObject({ outcome: 'server_error' });
    await order.act('check', undefined, 202);
    expect(await order.becomes('completed')).toMatchObject({ result: { text: 'the goods' } });
  });

  it('is asked for again where the reply to the job named it', async () => {
    const tool = await withoutStatusUrl();
    journey.seller.reply(`GET ${resultOf(tool)}`, [{ status: 404 }, { body: 'the goods' }]);
    const order = await tool.onJob({ body: done(tool) }).place();
    expect(await order.attempt('check', 1)).toMatchObject({ outcome: 'not_found' });
    await order.checked();
    await order.becomes('completed');
  });

  it('is asked for once the job is answered, where the callback came before that', async () => {
    const tool = await withoutStatusUrl();
    journey.seller.reply(`GET ${resultOf(tool)}`, { body: 'the goods' });
    tool.onJob(async (request) => {
      await post(request.json<{ callback_url: string }>().callback_url, done(tool));
      journey.pass(2_000); // the check is due while the order is still being forwarded
      return { status: 200, delayMs: 100 };
    });
    const order = await tool.place();
    await order.becomes('processing');
    await order.checked();
    expect(await order.becomes('completed')).toMatchObject({ result: { text: 'the goods' } });
  });

  it('keeps no order open past its deadline, where the job was never taken', async () => {
    const tool = await withoutStatusUrl({ deadline_s: 60 });
    tool.onJob({ status: 503 });
    const order = await tool.place();
    await order.attempt('forward', 1);
    expect(await post(callbackOf(tool), done(tool))).toEqual({ ok: true });
    journey.pass(61_000);
    await order.becomes('expired');
  });

  it('completes the order though the callback names an earlier run', async () => {
    const tool = await withoutStatusUrl({ response: { ...FROM, failed_when: { body: { state: ['bad'] } } } });
    journey.seller.reply(`GET ${resultOf(tool)}`, { body: 'the goods' });
    const order = await tool.placed();
    const first = callbackOf(tool);
    await post(first, { state: 'bad' });
    await order.becomes('failed');
    await order.retry();
    await order.becomes('processing', 2);
    expect(await post(`${first}?run=1`, done(tool))).toEqual({ ok: true });
    await order.checked();
    await order.becomes('completed');
  });
});

it('new headers never go to a result on the origin that the tool has left', async () => {
  const other = await startSeller(journey.authority);
  try {
    const tool = await journey.minutely({ response: FROM });
    tool.onStatus(() => ({ body: done(tool) }));
    other.reply('GET /s/:id', { body: { state: 'busy' } });
    const order = await tool.placed();
    await order.checked();
    await tool.patch({
      ...{ job_url: other.url('/job'), status_url: other.url('/s/{order_id}') },
      auth_headers: { Authorization: 'Bearer only-for-the-new-origin' },
    });
    await order.checked();
    expect(calls(tool)).toEqual([]);
    expect(other.requestsTo('GET /s/:id')).toHaveLength(1);
  } finally {
    await other.close();
  }
});

it('callbacks that repeat where it is bring no checks closer together', async () => {
  const tool = await journey.minutely({ callback_auth: 'url_token', response: FROM });
  journey.seller.reply(`GET ${resultOf(tool)}`, { status: 404 });
  const order = await tool.placed();
  for (let n = 0; n < 5; n++) await post(callbackOf(tool), done(tool));
  expect(calls(tool)).toEqual([]);
  await order.checked();
  expect(calls(tool)).toHaveLength(1);
});

describe('the query of a URL that a seller names', () => {
  const KEY = 'discovered-key-12345';
  const shown = async (order: { attempts(): Promise<unknown[]> }) => JSON.stringify(await order.attempts());

  it('is not shown of a result in a batch', async () => {
    const seller = await BatchSeller.of(journey, { response: FROM });
    const orders = await seller.orders(2);
    const at = journey.seller.url(`/${seller.tool.shortId}/r?sig=${KEY}`);
    for (const order of orders) seller.says(order, { state: 'done', at });
    journey.pass(MINUTE);
    await orders[0]!.attempt('check', 1);
    expect(await shown(orders[0]!)).not.toContain(KEY);
  });

  it('is not shown of a URL that is ignored, nor of one that is not asked yet', async () => {
    const tool = await journey.minutely({ status_url: null });
    const strange = { status_url: `https://q.fal.test/requests/1/status?key=${KEY}` };
    const mine = { response_url: `${journey.seller.url(`/${tool.shortId}/requests/1`)}?key=${KEY}` };
    tool.onJob({ body: { request_id: 'r1', status: 'IN_QUEUE', ...strange, ...mine } });
    const order = await tool.placed();
    const attempts = await eventually(async () => shown(order));
    expect(attempts).toContain('q.fal.test');
    expect(attempts).not.toContain(KEY);
  });
});

it('a reply with a result that cannot be taken still says where to ask', async () => {
  const tool = await journey.minutely({ status_url: null });
  const monitor = `/${tool.shortId}/m`;
  const file = { filename: 'a', mime_type: 'text/plain', object_key: 'orders/x/none' };
  tool.onJob({
    ...{ status: 202, headers: { location: journey.seller.url(monitor) } },
    body: { status: 'completed', output_type: 'file', files: [file] },
  });
  journey.seller.reply(`GET ${monitor}`, { body: { status: 'completed', result_text: 'x' } });
  const order = await tool.placed();
  await order.checked();
  await order.becomes('completed');
});
