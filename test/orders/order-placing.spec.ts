import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startOrdersServer, type OrdersServer } from './orders-server.js';

let server: OrdersServer;

beforeAll(async () => {
  server = await startOrdersServer();
  const tool = {
    ...{ seller_id: server.sellerId, short_id: 'tool-a', name: 'A tool', auth_headers: { 'X-Key': 'k'.repeat(20) } },
    job_url: 'https://127.0.0.1:9/job',
  };
  expect((await server.call('admin', 'POST', '/v1/tools', tool)).status).toBe(201);
});
afterAll(() => server.stop());

const place = (body: object, headers: Record<string, string> = {}) =>
  server.call(
    'marketplace',
    'POST',
    '/v1/orders',
    { short_id: 'tool-a', inputs: { prompt: 'p' }, ...body },
    { headers },
  );

describe('placing an order', () => {
  it('is 202 with the order and where to look', async () => {
    const orderId = randomUUID();
    const { status, body, headers } = await place({ order_id: orderId.toUpperCase(), metadata: { cart: '1' } });
    expect([status, body.order_id, body.status, body.metadata]).toEqual([202, orderId, 'received', { cart: '1' }]);
    const location = `${server.roundtrip.url}/v1/orders/${orderId}`;
    expect([headers.get('location'), headers.get('operation-location')]).toEqual([location, `${location}/operation`]);
    expect(headers.get('retry-after')).toBe('5');
    const { events } = (await server.call('viewer', 'GET', `/v1/orders/${orderId}/events`)).body;
    expect(events[0]).toMatchObject({ to: 'received', cause: { kind: 'intake', actor: 'the marketplace' } });
  });

  it('is 200 with the order that exists where the same is sent again, in whatever case its id is written', async () => {
    const orderId = randomUUID();
    await place({ order_id: orderId });
    const again = await place({ order_id: orderId.toUpperCase(), is_test: false });
    expect([again.status, again.body.order_id]).toEqual([200, orderId]);
    const other = await place({ order_id: orderId, is_test: true });
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_conflict']);
  });

  it.each(['idempotency-key', 'webhook-id'])('goes by %s where no id is given', async (header) => {
    const headers = { [header]: `key-of-${header}` };
    const [first, again] = [await place({}, headers), await place({}, headers)];
    expect([first.status, again.status, again.body.order_id]).toEqual([202, 200, first.body.order_id]);
    const other = header === 'webhook-id' ? 'idempotency-key' : 'webhook-id';
    expect((await place({}, { [other]: headers[header]! })).body.order_id).not.toBe(first.body.order_id);
    expect((await place({ order_id: randomUUID() }, headers)).body.error.code).toBe('idempotency_conflict');
  });

  it.each(['', 'two words', 'ü', 'x'.repeat(257)])('refuses the Idempotency-Key %j', async (key) => {
    const { status, body } = await place({}, { 'idempotency-key': key });
    expect([status, body.error.details[0].field]).toEqual([400, 'idempotency-key']);
  });

  it.each([
    [{ short_id: undefined }, 'short_id'],
    [{ short_id: '' }, 'short_id'],
    [{ inputs: undefined }, 'inputs'],
    [{ inputs: [] }, 'inputs'],
    [{ inputs: null }, 'inputs'],
    [{ order_id: 'x' }, 'order_id'],
    [{ order_id: null }, 'order_id'],
    [{ is_test: 'true' }, 'is_test'],
    [{ metadata: { a: 1 } }, 'metadata'],
    [{ metadata: [] }, 'metadata'],
    [{ deadline_s: 59 }, 'deadline_s'],
    [{ deadline_s: 2_592_001 }, 'deadline_s'],
    [{ deadline_s: 60.5 }, 'deadline_s'],
    [{ colour: 'red' }, 'colour'],
  ])('refuses %j and names the field', async (body, field) => {
    const refused = await place(body);
    const details = refused.body.error.details as { field: string }[];
    expect([refused.status, details.map((detail) => detail.field)]).toEqual([400, [field]]);
  });

  it('is 404 for a tool that is not there', async () => {
    expect(await place({ short_id: 'none' })).toMatchObject({ status: 404, body: { error: { code: 'unknown_tool' } } });
  });

  it('is for marketplace, operator and admin', async () => {
    const body = { short_id: 'tool-a', inputs: {} };
    const of = async (who: Parameters<OrdersServer['call']>[0]) =>
      (await server.call(who, 'POST', '/v1/orders', body)).status;
    expect([await of('admin'), await of('operator'), await of('viewer'), await of('seller')]).toEqual([
      202, 202, 403, 404,
    ]);
  });
});
