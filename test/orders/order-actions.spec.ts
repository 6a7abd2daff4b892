import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { newId } from '../../src/domain/ids.js';
import { AttemptStore } from '../../src/storage/attempt-store.js';
import { OrderHistoryStore } from '../../src/storage/order-history-store.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { NOW } from './orders-room.js';
import { startOrdersServer, type OrdersServer } from './orders-server.js';

let server: OrdersServer;

beforeAll(async () => {
  server = await startOrdersServer();
  const tool = {
    ...{ seller_id: server.sellerId, short_id: 'tool-a', name: 'A tool', auth_headers: { 'X-Key': 'k'.repeat(20) } },
    ...{ job_url: 'https://127.0.0.1:9/job', status_url: 'https://127.0.0.1:9/status/{order_id}' },
  };
  expect((await server.call('admin', 'POST', '/v1/tools', tool)).status).toBe(201);
});
afterAll(() => server.stop());

const post = (who: Parameters<OrdersServer['call']>[0], id: string, action: string, body?: unknown) =>
  server.call(who, 'POST', `/v1/orders/${id}/${action}`, body);
const newest = async () => (await server.call('admin', 'GET', '/v1/audit?limit=1')).body.entries[0] as object;

describe('an action on an order', () => {
  it('cancels: 200, once, and it is noted who did it', async () => {
    const { order_id: id } = await server.add();
    const { status, body } = await post('marketplace', id, 'cancel');
    expect([status, body.status, body.metadata]).toEqual([200, 'cancelled', { note: 'n' }]);
    expect(await newest()).toMatchObject({
      ...{ action: 'order.cancelled', target: id, actor: { role: 'marketplace', name: 'the marketplace' } },
    });
    const { events } = (await server.call('viewer', 'GET', `/v1/orders/${id}/events`)).body;
    expect(events).toMatchObject([{ to: 'cancelled', cause: { kind: 'cancel', actor: 'the marketplace' } }]);
    expect(await post('operator', id, 'cancel')).toMatchObject({
      status: 409,
      body: { error: { code: 'wrong_state' } },
    });
    expect(await newest()).toMatchObject({ action: 'order.cancelled', actor: { role: 'marketplace' } });
  });

  it('retries: 202 with where to look', async () => {
    const { order_id: id } = await server.add({ status: 'failed', deadline_s: 60 });
    const { status, body, headers } = await post('operator', id, 'retry');
    expect([status, body.run, body.status]).toEqual([202, 2, 'received']);
    expect(headers.get('operation-location')).toBe(`${server.roundtrip.url}/v1/orders/${id}/operation`);
    expect(await newest()).toMatchObject({ action: 'order.retried', target: id });
    expect((await post('operator', id, 'retry')).status).toBe(409);
  });

  it('looks now: 202; a seller at its own order', async () => {
    const { order_id: id } = await server.add({ forwarded_at: NOW });
    const { unit } = server.roundtrip.storage.database;
    const check = { kind: 'check', subject: id, lane: 'tool:tool-a', lane_limit: 10, origin: 'https://127.0.0.1:9' };
    const row = {
      ...check,
      run: 1,
      due_at: NOW + 60_000,
      by_sweep: 1,
      state: '{"checks":0,"bad":null,"unconfirmed":false}',
    };
    await unit.run((tx) => new WorkStore(server.roundtrip.storage.database).add(tx, row));
    const { status, body } = await post('seller', id, 'check');
    expect([status, 'metadata' in body]).toEqual([202, false]);
    expect(Date.parse(body.next_check_at)).toBeLessThanOrEqual(Date.now());
    expect(await newest()).toMatchObject({ action: 'order.check_asked', target: id, actor: { role: 'seller' } });
    expect((await post('stranger', id, 'check')).status).toBe(404);
    const { order_id: final } = await server.add({ status: 'completed' });
    expect((await post('operator', final, 'check')).status).toBe(409);
  });

  it('takes a late result: 200', async () => {
    const { order_id: id } = await server.add({ status: 'expired' });
    const { database } = server.roundtrip.storage;
    const attemptId = newId('att');
    const result = JSON.stringify({ output_type: 'text', text: 'late', url: null, files: [] });
    await database.unit.run(async (tx) => {
      await new AttemptStore(database).add(tx, {
        ...{ attempt_id: attemptId, kind: 'callback', order_id: id, notification_id: null, short_id: 'tool-a', run: 1 },
        ...{ attempt_num: 1, started_at: NOW, duration_ms: 1, method: 'POST', url: '/x', status_code: 200 },
        ...{ outcome: 'late', error: null, request_id: null, response_excerpt: null },
      });
      const late = { attempt_id: attemptId, order_id: id, result, answer_hash: 'h', at: NOW };
      await new OrderHistoryStore().addLate(tx, late);
    });
    expect((await post('operator', id, 'accept', { attempt_id: newId('att') })).status).toBe(404);
    expect((await post('operator', id, 'accept', {})).body.error.details).toMatchObject([{ field: 'attempt_id' }]);
    const { status, body } = await post('operator', id, 'accept', { attempt_id: attemptId });
    expect([status, body.status, body.run, body.delivered_by]).toEqual([200, 'completed', 2, 'operator']);
    expect(await newest()).toMatchObject({ action: 'order.late_result_accepted', details: { attempt_id: attemptId } });
  });

  it('erases: 204 by the admin alone, of final orders alone', async () => {
    const { order_id: id } = await server.addFiles([{ filename: 'a.txt', bytes: Buffer.from('gone') }]);
    const { order_id: open } = await server.add();
    expect((await server.call('operator', 'DELETE', `/v1/orders/${id}`)).status).toBe(403);
    expect((await server.call('admin', 'DELETE', `/v1/orders/${open}`)).status).toBe(409);
    expect((await server.call('admin', 'DELETE', `/v1/orders/${id}`)).status).toBe(204);
    expect(await newest()).toMatchObject({ action: 'order.erased', target: id, actor: { role: 'admin' } });
    const { body } = await server.call('admin', 'GET', `/v1/orders/${id}`);
    expect(body).toMatchObject({ inputs: {}, metadata: {}, result: null });
    expect((await server.call('admin', 'GET', `/v1/orders/${id}/files/1`)).status).toBe(404);
  });

  it.each(['check', 'cancel', 'retry', 'accept'])('is 404 for an order that is not there: %s', async (action) => {
    const body = action === 'accept' ? { attempt_id: 'att_x' } : undefined;
    expect((await post('admin', randomUUID(), action, body)).status).toBe(404);
    expect((await post('admin', 'x', action, body)).status).toBe(404);
  });

  it.each([
    ['check', ['viewer', 'marketplace']],
    ['cancel', ['viewer']],
    ['retry', ['viewer', 'marketplace']],
    ['accept', ['viewer', 'marketplace']],
  ] as const)('%s is 403 for %j', async (action, roles) => {
    for (const who of roles) expect((await post(who, randomUUID(), action)).status).toBe(403);
  });

  it.each(['cancel', 'retry', 'accept'])('%s is 404 for a seller, its own order or not', async (action) => {
    const { order_id: id } = await server.add({ status: 'failed' });
    expect((await post('seller', id, action, { attempt_id: 'att_x' })).status).toBe(404);
  });

  it('takes no fields', async () => {
    const { order_id: id } = await server.add();
    expect((await post('admin', id, 'cancel', { why: 'so' })).body.error.details).toMatchObject([{ field: 'why' }]);
  });
});

describe('a sweep by hand', () => {
  it('is 202 with what is due, noted, and listed', async () => {
    const { status, body } = await server.call('operator', 'POST', '/v1/sweeps?all=true');
    expect([status, body]).toEqual([202, { sweep_id: expect.stringMatching(/^swp_/), due: expect.any(Number) }]);
    expect(await newest()).toMatchObject({ action: 'sweep.opened', target: body.sweep_id, details: { all: true } });
    const { sweeps } = (await server.call('viewer', 'GET', '/v1/sweeps')).body;
    expect(sweeps[0]).toMatchObject({ sweep_id: body.sweep_id, manual: true, due: body.due });
    expect(Object.keys(sweeps[0])).toEqual(
      expect.arrayContaining(['opened_at', 'checked', 'changed', 'failed', 'duration_ms', 'lateness']),
    );
    expect((await server.call('operator', 'POST', '/v1/sweeps?all=1')).status).toBe(400);
    for (const who of ['viewer', 'marketplace'] as const)
      expect((await server.call(who, 'POST', '/v1/sweeps')).status).toBe(403);
    expect((await server.call('seller', 'GET', '/v1/sweeps')).status).toBe(404);
  });
});
