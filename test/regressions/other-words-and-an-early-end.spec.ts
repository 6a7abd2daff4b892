import { describe, expect, it } from '@jest/globals';
import { toResult } from '../../src/domain/dialects/foreign-result.js';
import { BatchSeller } from '../journeys/batch-seller.js';
import { MINUTE, useJourney } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';

/**
 * When other systems' words were first read, several answers ended orders that were not done, or failed orders that were. A tool whose
 * seller answers at a `Location` was known by that from then on, so that any 200 was its result, a progress callback included. A mapping
 * by the status alone was held against callbacks, which have none. A 200 that said "InProgress" was taken for a result. Answers between
 * 256 KiB and 1 MiB, and elements of batches, were taken for ours before anybody had looked whose they were. Now a `Location` is read
 * so only where that very monitor has answered 202, callbacks are read by their bodies alone, and whoever may be somebody else is looked at.
 */
const journey = useJourney();

const call = async (tool: JourneyTool, body: object | string): Promise<number> => {
  const { callback_url } = tool.jobs.at(-1)!.json<{ callback_url: string }>();
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  return (await fetch(callback_url, { method: 'POST', body: raw })).status;
};

/** A tool with a token in its callback URL, one order of which was completed by a `Location`. */
async function afterALocation(): Promise<JourneyTool> {
  const tool = await journey.minutely({ status_url: null, callback_auth: 'url_token' });
  const monitor = `/${tool.shortId}/m`;
  tool.onJob({ status: 202, headers: { location: journey.seller.url(monitor) } });
  journey.seller.reply(`GET ${monitor}`, [{ status: 202 }, { body: { answer: 42 } }]);
  const order = await tool.placed();
  await order.checked();
  await order.checked();
  await order.becomes('completed');
  return tool;
}

describe('after an order that ended at a Location', () => {
  it.each([[{ progress: 50, note: 'half way' }], ['oops']])('a callback that says %j ends nothing', async (body) => {
    const tool = await afterALocation();
    journey.seller.reply(`GET /${tool.shortId}/job`, { body: 'This webhook is not registered for GET requests.' });
    const order = await tool.placed();
    expect(await call(tool, body)).toBe(400);
    expect(await order.read()).toMatchObject({ status: 'processing', result: null });
  });

  it('a monitor that has not answered 202 ends nothing by its first 200', async () => {
    const tool = await afterALocation();
    journey.seller.reply(`GET /${tool.shortId}/m`, [{ body: { position: 4 } }]);
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'unreadable' });
  });

  it('a status URL that is registered later is read in its own right', async () => {
    const tool = await afterALocation();
    await tool.patch({ status_url: journey.seller.url(`/${tool.shortId}/status/{order_id}`) });
    tool.onJob({ status: 200 }).onStatus({ body: { state: 'RUNNING' } });
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'unreadable' });
  });
});

describe('an answer that is no end', () => {
  it.each<[string, object]>([
    ['the dialect location', { dialect: 'location' }],
    ['a mapping by the status alone', { completed_when: { status: [200] }, result_at: '' }],
  ])('is our word "processing" in a callback, also to a tool with %s', async (_what, response) => {
    const tool = await journey.minutely({ callback_auth: 'url_token', response });
    const order = await tool.onJob({ status: 202 }).placed();
    expect(await call(tool, { status: 'processing', progress: 30 })).toBe(200);
    expect(await order.read()).toMatchObject({ status: 'processing', progress: 30 });
  });

  it('is a 200 of a Location that says in its body that there is more to come', async () => {
    const tool = await journey.minutely({ status_url: null });
    const monitor = `/${tool.shortId}/m`;
    tool.onJob({ status: 202, headers: { location: journey.seller.url(monitor) } });
    journey.seller.reply(`GET ${monitor}`, [
      { status: 202 },
      { body: { status: 'InProgress' } },
      { body: { answer: 42 } },
    ]);
    const order = await tool.placed();
    for (let n = 0; n < 3; n++) await order.checked();
    expect(await order.outcomes('check')).toEqual(['processing', 'unreadable', 'completed']);
  });
});

describe('an answer that is an end', () => {
  it.each<[string, object]>([
    ['a MIP-003 job', { job_id: 'j', id: 'x', status: 'completed', result: 'y'.repeat(300_000) }],
    [
      'a Replicate prediction',
      {
        ...{
          id: 'p',
          model: 'm',
          version: 'v',
          input: {},
          status: 'succeeded',
          created_at: '2026-11-22T07:00:00.000Z',
        },
        urls: { get: 'https://api.replicate.com/v1/predictions/p' },
        output: `data:image/png;base64,${'iVBORw0KGgoA'.repeat(30_000)}`,
      },
    ],
  ])('is read though it is the first and long: %s', async (_what, body) => {
    const tool = await journey.minutely();
    const order = await tool.onStatus({ body }).placed();
    expect(await order.checked()).toMatchObject({ outcome: 'completed' });
  });

  it('is the same in a batch as alone', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = await seller.orders(2);
    for (const order of orders) seller.says(order, { job_id: 'j', id: 'x', status: 'completed', result: 'fine' });
    journey.pass(MINUTE);
    expect(await orders[0]!.attempt('check', 1)).toMatchObject({ outcome: 'completed' });
  });

  it('is read by whoever the tool moved to', async () => {
    const tool = await journey.minutely();
    const one = await tool.onStatus({ body: { status: 'completed', result_text: 'x' } }).placed();
    await one.checked();
    await one.becomes('completed');
    await tool.patch({ status_url: journey.seller.url(`/${tool.shortId}/new/{order_id}`) });
    const operation = { name: 'operations/abc', done: true, response: { a: 1 } };
    journey.seller.reply(`GET /${tool.shortId}/new/:id`, { body: operation });
    const two = await tool.placed();
    expect(await two.checked()).toMatchObject({ outcome: 'completed' });
  });

  it('is none where it lists more URLs than a result may have, and that is told at once', () => {
    const list = Array.from({ length: 80_000 }, (_, i) => `https://a.test/${i}`);
    expect(toResult(list)).toMatchObject({ ok: false, problem: expect.stringContaining('at most 50') });
  });
});
