import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.js';
import { startMarketplace, type Marketplace } from './marketplace.js';
import { signedHeaders } from './signature-check.js';

const clock = new ManualClock();
let marketplace: Marketplace;

beforeAll(async () => {
  marketplace = await startMarketplace({ clock });
});
afterEach(() => marketplace.reset());
afterAll(() => marketplace.close());

describe('the marketplace', () => {
  it('takes events whose signature is right', async () => {
    expect(await send('ntf_1', 'order.completed', 'o1')).toBe(200);
    expect(await send('ntf_2', 'order.completed', 'o2')).toBe(200);
    expect(marketplace.eventsOf('o2')).toMatchObject([{ webhookId: 'ntf_2', type: 'order.completed' }]);
    expect(marketplace.events.every((event) => event.problem === undefined)).toBe(true);
  });

  it.each([
    ['a wrong signature', { 'webhook-signature': 'v1,AAAA' }, 'webhook-signature does not match'],
    ['an old timestamp', { 'webhook-timestamp': '1700000000' }, 'webhook-timestamp is too far from now'],
    ['no timestamp', { 'webhook-timestamp': '' }, 'webhook-timestamp is missing or not a number'],
    ['no id', { 'webhook-id': '' }, 'webhook-id is missing'],
  ])('refuses %s', async (_what, headers, problem) => {
    expect(await send('ntf_1', 'order.failed', 'o1', headers)).toBe(401);
    expect(marketplace.deliveries).toMatchObject([{ problem, status: 401 }]);
    expect(marketplace.events).toEqual([]);
  });

  it('takes one right signature among several', async () => {
    const body = JSON.stringify({ type: 't', timestamp: '', data: {} });
    const right = signedHeaders(marketplace.secret, 'ntf_1', clock.now(), body)['webhook-signature'];
    expect(await send('ntf_1', 't', undefined, { 'webhook-signature': `v1,AAAA ${right}` })).toBe(200);
  });

  it('fails as often as told, and counts a repeated webhook-id once', async () => {
    marketplace.failNext(2, 503);
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await send('ntf_1', 'order.completed', 'o1'));
    expect(answers).toEqual([503, 503, 200, 200]);
    expect(marketplace.deliveries).toHaveLength(4);
    expect(marketplace.events).toHaveLength(1);
  });

  it('decides by event when told how', async () => {
    marketplace.answer = (event) => (event.type === 'order.failed' ? 410 : 204);
    expect(await send('ntf_1', 'order.failed', 'o1')).toBe(410);
    expect(await send('ntf_2', 'order.completed', 'o1')).toBe(204);
    expect(marketplace.events.map((event) => event.type)).toEqual(['order.completed']);
  });

  it('waits for an event', async () => {
    const found = marketplace.waitFor((event) => event.type === 'order.expired');
    await send('ntf_1', 'order.processing', 'o1');
    await send('ntf_2', 'order.expired', 'o1');
    expect((await found).webhookId).toBe('ntf_2');
  });
});

async function send(id: string, type: string, orderId?: string, changed: Record<string, string> = {}): Promise<number> {
  const body = JSON.stringify({ type, timestamp: '', data: orderId ? { order_id: orderId } : {} });
  const headers = { ...signedHeaders(marketplace.secret, id, clock.now(), body), ...changed };
  const answer = await fetch(marketplace.url, { method: 'POST', body, headers });
  return answer.status;
}
