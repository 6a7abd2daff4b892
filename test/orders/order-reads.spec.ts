import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { newId } from '../../src/domain/ids.js';
import { EventStore } from '../../src/storage/event-store.js';
import { AttemptStore, type AttemptKind } from '../../src/storage/attempt-store.js';
import { NOW } from './orders-room.js';
import { startOrdersServer, type OrdersServer } from './orders-server.js';

let server: OrdersServer;
const readers = ['admin', 'operator', 'viewer', 'marketplace', 'seller'] as const;

beforeAll(async () => {
  server = await startOrdersServer();
});
afterAll(() => server.stop());

/** Moves an order as a journey does: in the database, and told to those who wait. */
async function move(orderId: string, progress: number): Promise<void> {
  const { storage, rooms } = server.roundtrip;
  await storage.database.unit.run(async (tx) => {
    const order = await rooms.orders.orders.get(tx, orderId);
    await rooms.orders.change.progress(tx, order!, { progress, message: null }, { kind: 'check' });
  });
}

describe('one order', () => {
  it('is read by everybody but another seller, and metadata by everybody but sellers', async () => {
    const { order_id: id } = await server.add();
    for (const who of readers) {
      const { status, body } = await server.call(who, 'GET', `/v1/orders/${id.toUpperCase()}`);
      expect([who, status, body.order_id, 'metadata' in body]).toEqual([who, 200, id, who !== 'seller']);
      expect(body.inputs).toEqual({ prompt: 'p' });
    }
    expect((await server.call('stranger', 'GET', `/v1/orders/${id}`)).body.error.code).toBe('not_found');
  });

  it.each(['', '/operation', '/attempts', '/events', '/stream', '/files/1'])(
    'is 404 at ...%s where there is none, and for another seller, to the letter',
    async (path) => {
      const { order_id: id } = await server.add();
      const answers = [
        await server.call('stranger', 'GET', `/v1/orders/${id}${path}`),
        await server.call('stranger', 'GET', `/v1/orders/${randomUUID()}${path}`),
        await server.call('admin', 'GET', `/v1/orders/not-an-id${path}`),
      ];
      expect(answers.map(({ status, body }) => [status, body.error.message as string])).toEqual(
        Array(3).fill([404, 'There is no such order.']),
      );
    },
  );

  it('has a validator, and is 304 for whom has it', async () => {
    const { order_id: id } = await server.add();
    const first = await server.call('viewer', 'GET', `/v1/orders/${id}`);
    const headers = { 'if-none-match': first.headers.get('etag')! };
    expect((await server.call('viewer', 'GET', `/v1/orders/${id}`, undefined, { headers })).status).toBe(304);
    await move(id, 5);
    const second = await server.call('viewer', 'GET', `/v1/orders/${id}`, undefined, { headers });
    expect([second.status, second.body.progress]).toEqual([200, 5]);
  });
});

describe('a reader that prefers to wait', () => {
  const ask = (id: string, headers: Record<string, string>) =>
    server.call('marketplace', 'GET', `/v1/orders/${id}`, undefined, { headers });

  it('is answered with the change', async () => {
    const { order_id: id } = await server.add();
    const waiting = ask(id, { prefer: 'wait=60' });
    let answered = false;
    void waiting.then(() => (answered = true));
    for (let progress = 1; !answered; progress++) await move(id, progress % 100);
    const { status, body, headers } = await waiting;
    expect([status, headers.get('preference-applied')]).toEqual([200, 'wait=60']);
    expect(body.progress).toBeGreaterThan(0);
  });

  it('is answered with the order as it is when the time is over', async () => {
    const { order_id: id } = await server.add();
    const begun = performance.now();
    expect(await ask(id, { prefer: 'wait=1' })).toMatchObject({ status: 200, body: { progress: null } });
    expect(performance.now() - begun).toBeGreaterThan(950);
  });

  it('does not wait for an order that is final, nor for one that it does not know as it is', async () => {
    const { order_id: done } = await server.add({ status: 'failed' });
    const { order_id: open } = await server.add();
    const begun = performance.now();
    expect((await ask(done, { prefer: 'wait=60' })).body.status).toBe('failed');
    expect((await ask(open, { prefer: 'wait=60', 'if-none-match': '"older"' })).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('gets 304 where nothing has changed since', async () => {
    const { order_id: id } = await server.add({ status: 'failed' });
    const etag = (await ask(id, {})).headers.get('etag')!;
    expect((await ask(id, { prefer: 'wait=1', 'if-none-match': etag })).status).toBe(304);
  });
});

describe('an order as an operation', () => {
  const error = JSON.stringify({ code: 'seller_failed', message: 'No.', hint: 'h' });
  const result = JSON.stringify({ output_type: 'text', text: 'done', url: null, files: [] });

  it.each([
    [{ status: 'received' }, { status: 'Running', percentComplete: 0 }],
    [{ status: 'forwarding' }, { status: 'Running', percentComplete: 0 }],
    [
      { status: 'processing', progress: 40 },
      { status: 'Running', percentComplete: 40 },
    ],
    [
      { status: 'completed', progress: 100, result },
      { status: 'Succeeded', percentComplete: 100, result: { output_type: 'text', text: 'done', files: [] } },
    ],
    [
      { status: 'failed', progress: 7, error },
      { status: 'Failed', percentComplete: 7, error: { code: 'seller_failed', message: 'No.' } },
    ],
    [
      { status: 'expired' },
      {
        ...{ status: 'Failed', percentComplete: 0 },
        error: { code: 'expired', message: 'No result came before the deadline of the order.' },
      },
    ],
    [{ status: 'cancelled' }, { status: 'Canceled', percentComplete: 0 }],
  ])('of %j is %j', async (fields, operation) => {
    const { order_id: id } = await server.add(fields);
    const { body, headers } = await server.call('marketplace', 'GET', `/v1/orders/${id}/operation`);
    expect(body).toEqual(operation);
    expect(headers.get('retry-after')).toBe(operation.status === 'Running' ? '5' : null);
  });
});

describe('the history of an order', () => {
  const attempt = (orderId: string, kind: AttemptKind) => ({
    ...{ attempt_id: newId('att'), kind, order_id: orderId, notification_id: null, short_id: 'tool-a', run: 1 },
    ...{ attempt_num: 1, started_at: NOW, duration_ms: 3, method: 'GET', url: 'https://a.test', status_code: 200 },
    ...{ outcome: 'processing' as const, error: null, request_id: null, response_excerpt: '{}' },
  });

  const kindsOf = (body: { attempts: { kind: string }[] }) => body.attempts.map((one) => one.kind);

  it('lists attempts, newest first; sellers see their own calls, the marketplace none', async () => {
    const { order_id: id } = await server.add();
    const { database } = server.roundtrip.storage;
    const kinds: AttemptKind[] = ['forward', 'check', 'notify', 'callback'];
    for (const kind of kinds) await database.unit.run((tx) => new AttemptStore(database).add(tx, attempt(id, kind)));
    const path = `/v1/orders/${id}/attempts`;
    const first = await server.call('viewer', 'GET', `${path}?limit=3`);
    expect(kindsOf(first.body)).toEqual(['callback', 'notify', 'check']);
    const second = await server.call('viewer', 'GET', `${path}?limit=3&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ attempts: [{ kind: 'forward', repeated: 1 }], next_cursor: null });
    const sellers = await server.call('seller', 'GET', path);
    expect(kindsOf(sellers.body)).toEqual(['callback', 'check', 'forward']);
    expect((await server.call('marketplace', 'GET', path)).body.error.code).toBe('forbidden');
  });

  it('lists events, oldest first', async () => {
    const { order_id: id } = await server.add();
    const events = new EventStore(server.roundtrip.storage.database);
    for (const progress of [1, 2, 3]) await move(id, progress);
    const first = await server.call('marketplace', 'GET', `/v1/orders/${id}/events?limit=2`);
    expect(first.body.events).toMatchObject([{ progress: 1 }, { progress: 2 }]);
    const rest = await server.call('seller', 'GET', `/v1/orders/${id}/events?cursor=${first.body.next_cursor}`);
    expect(rest.body).toMatchObject({
      events: [
        { event_id: await events.newestId(), type: 'progress', progress: 3, from: null, cause: { kind: 'check' } },
      ],
      next_cursor: null,
    });
  });
});

describe('the list of orders over HTTP', () => {
  it('goes on by its cursor, which counts for these filters and this caller only', async () => {
    for (let i = 0; i < 3; i++) await server.add({ short_id: 'listed', created_at: NOW + i });
    const first = await server.call('marketplace', 'GET', '/v1/orders?short_id=listed&limit=2');
    const cursor = first.body.next_cursor as string;
    const second = await server.call('marketplace', 'GET', `/v1/orders?short_id=listed&limit=2&cursor=${cursor}`);
    expect([first.body.orders.length, second.body.orders.length, second.body.next_cursor]).toEqual([2, 1, null]);
    for (const [who, query] of [
      ['marketplace', 'short_id=other'],
      ['seller', 'short_id=listed'],
    ] as const) {
      const refused = await server.call(who, 'GET', `/v1/orders?${query}&cursor=${cursor}`);
      expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_cursor' } } });
    }
  });

  it.each([
    ['status=done', 'status'],
    ['status=', 'status'],
    ['is_test=yes', 'is_test'],
    ['created_after=yesterday', 'created_after'],
    ['created_before=2026-02-30', 'created_before'],
    ['q=', 'q'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['short_id=a&short_id=b', 'short_id'],
    ['colour=red', 'colour'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const { status, body } = await server.call('viewer', 'GET', `/v1/orders?${query}`);
    expect([status, body.error.details[0].field]).toEqual([400, field]);
  });

  it('takes every filter', async () => {
    const { order_id: id } = await server.add({ short_id: 'filtered', status: 'failed', is_test: 1, message: 'Oh no' });
    const query = `status=failed,expired&short_id=filtered&seller_id=${server.sellerId}&is_test=true&q=oh%20NO`;
    const times = 'created_after=2030-01-07T09:00:00.000Z&created_before=2030-01-08';
    const { body } = await server.call('operator', 'GET', `/v1/orders?${query}&${times}`);
    expect(body).toMatchObject({ orders: [{ order_id: id }], next_cursor: null });
  });

  it('is exported as CSV to whom accepts it', async () => {
    const { order_id: id } = await server.add({ short_id: 'exported', message: '@cell' });
    const headers = { accept: 'text/csv' };
    const { text, headers: told } = await server.call('viewer', 'GET', '/v1/orders?short_id=exported', undefined, {
      headers,
    });
    expect(told.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(told.get('content-disposition')).toBe('attachment; filename="orders.csv"');
    expect(text.split('\r\n')[1]).toMatch(new RegExp(`^${id},exported,.*,'@cell,`));
    const wrong = await server.call('viewer', 'GET', '/v1/orders?cursor=x.y', undefined, { headers });
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'invalid_cursor' } } });
  });
});
