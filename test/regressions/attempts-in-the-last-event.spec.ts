/**
 * Story: the body of an event is frozen in the transaction that causes it, and the call that brought the final answer was counted
 * only after that. The marketplace read `attempts: 0` in `order.completed` of an order that its seller had finished in the reply,
 * and one too few for every check that ended an order, while the API told the right number. Calls are now counted first.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';

let seller: ScriptedSeller;
let marketplace: Marketplace;
let roundtrip: TestRoundtrip;

beforeAll(async () => {
  const authority = await createAuthority();
  seller = await startSeller(authority);
  marketplace = await startMarketplace();
  const env = { MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret };
  roundtrip = await startTestRoundtrip({ authority, env });
});
afterAll(async () => {
  await roundtrip.stop();
  await seller.close();
  await marketplace.close();
});

it.each([
  ['reply', { status: 'completed', result_text: 'done' }, 1],
  ['check', { status: 'processing' }, 2],
])('the event of an order completed by %s counts every call, the last one too', async (road, reply, calls) => {
  const { body: owner } = await roundtrip.call('POST', '/v1/sellers', { name: 'Acme' });
  const urls = { job_url: seller.url(`/${road}/job`), status_url: seller.url(`/${road}/status/{order_id}`) };
  const poll = { strategy: 'fixed', initial_s: 0, interval_s: 1 };
  const tool = {
    seller_id: owner.seller_id,
    short_id: road,
    name: 'Tool',
    auth_headers: { 'X-Key': 'k' },
    poll,
    ...urls,
  };
  expect((await roundtrip.call('POST', '/v1/tools', tool)).status).toBe(201);
  seller.reply(`POST /${road}/job`, { body: reply });
  seller.reply(`GET /${road}/status/:id`, { body: { status: 'completed', result_text: 'done' } });
  const { body: order } = await roundtrip.call('POST', '/v1/orders', { short_id: road, inputs: {} });
  const last = await marketplace.waitFor(
    (event) => event.type === 'order.completed' && event.data.order_id === order.order_id,
  );
  expect(last.data).toMatchObject({ delivered_by: road, attempts: calls });
});
