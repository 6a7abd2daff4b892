import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ManualClock } from '../support/manual-clock.js';
import { startOrdersServer, type OrdersServer } from '../orders/orders-server.js';

const SHOWN = [
  ...['completed_at', 'created_at', 'error', 'eta', 'forwarded_at', 'message', 'order_id', 'progress', 'result'],
  ...['status', 'tool_name', 'updated_at'],
];
const OVER = {
  status: 404,
  body: {
    error: { code: 'not_found', message: 'This link is over or was withdrawn: ask for a new one.', details: [] },
  },
};

const clock = new ManualClock();
let server: OrdersServer;
let shortId: string;

beforeAll(async () => {
  server = await startOrdersServer({}, { clock });
  const wish = { name: 'Poster painter', seller_id: server.sellerId, job_url: 'https://seller.test/jobs' };
  const made = await server.call('admin', 'POST', '/v1/tools', { ...wish, auth_headers: { 'X-Key': 'k' } });
  shortId = made.body.short_id as string;
});
afterAll(() => server.stop());

const add = (fields: Parameters<OrdersServer['add']>[0] = {}) => server.add({ short_id: shortId, ...fields });
const look = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.roundtrip.call(method, path, undefined, { token: null, headers });

async function share(orderId: string, body: object = {}): Promise<string> {
  const answer = await server.call('marketplace', 'POST', `/v1/orders/${orderId}/share`, body);
  expect(answer.status).toBe(201);
  return new URL(answer.body.url as string).searchParams.get('t') ?? '';
}

describe('an order that is shared', () => {
  it('is shown to whoever bears the token, in the address or as bearer, and nothing but what a buyer needs', async () => {
    const { order_id: id } = await add({ progress: 40, message: 'Half of it', remote_id: 'r' });
    const token = await share(id);
    const seen = await look(`/v1/orders/${id}?t=${token}`);
    expect(seen.status).toBe(200);
    expect(Object.keys(seen.body).sort()).toEqual(SHOWN);
    expect(seen.body).toMatchObject({
      ...{ order_id: id, tool_name: 'Poster painter', status: 'processing', progress: 40, message: 'Half of it' },
      ...{ eta: null, result: null, error: null },
    });
    for (const hidden of ['sel_', shortId, '"note"', 'prompt', 'p"']) expect(seen.text).not.toContain(hidden);
    const bearer = await look(`/v1/orders/${id.toUpperCase()}`, { authorization: `Bearer ${token}` });
    expect(bearer.body).toEqual(seen.body);
  });

  it('is shown as its buyer sees it also to somebody who is logged in', async () => {
    const { order_id: id } = await add();
    const token = await share(id);
    const seen = await server.call('admin', 'GET', `/v1/orders/${id}?t=${token}`);
    expect(Object.keys(seen.body).sort()).toEqual(SHOWN);
    expect((await server.call('admin', 'GET', `/v1/orders/${id}?t=x`)).status).toBe(404);
  });

  it('has a validator, and can be waited for', async () => {
    const { order_id: id } = await add();
    const path = `/v1/orders/${id}?t=${await share(id)}`;
    const etag = (await look(path)).headers.get('etag') ?? '';
    expect((await look(path, { 'if-none-match': etag })).status).toBe(304);
    const waiting = look(path, { 'if-none-match': etag, prefer: 'wait=30' });
    let isAnswered = false;
    void waiting.then(() => (isAnswered = true));
    for (let progress = 1; !isAnswered; progress++) await move(id, progress % 100);
    expect((await waiting).headers.get('preference-applied')).toBe('wait=30');
    expect((await waiting).body.progress).toBeGreaterThan(0);
  });

  it('brings its result, and the bytes of its files', async () => {
    const bytes = Buffer.from('a picture');
    const { order_id: id } = await server.addFiles([{ filename: 'a.txt', bytes }], { short_id: shortId });
    const token = await share(id);
    const seen = await look(`/v1/orders/${id}?t=${token}`);
    expect(seen.body.result.files).toMatchObject([{ n: 1, filename: 'a.txt', size: bytes.length }]);
    expect((await look(`/v1/orders/${id}/files/1?t=${token}`)).text).toBe('a picture');
    const part = { authorization: `Bearer ${token}`, range: 'bytes=2-4' };
    expect((await look(`/v1/orders/${id}/files/1`, part)).text).toBe('pic');
    expect((await look(`/v1/orders/${id}/files/2?t=${token}`)).status).toBe(404);
    expect(await look(`/v1/orders/${id}/files/1?t=${token}x`)).toMatchObject(OVER);
  });

  it.each([
    [{ status: 'failed', code: 'seller_rejected' }, 'The tool did not accept this order.'],
    [{ status: 'failed', code: 'seller_redirected' }, 'The tool cannot take orders at the moment.'],
    [{ status: 'expired' }, 'The result did not come in time.'],
  ])('tells its buyer what went wrong without what its seller said: %j', async (fields, sentence) => {
    const secret = 'HTTP 302 to https://inner.seller.test/login X-Key';
    const { status, code } = { code: null, ...fields };
    const said = code && JSON.stringify({ code, message: secret, hint: secret });
    const { order_id: id } = await add({ status, error: said });
    const seen = await look(`/v1/orders/${id}?t=${await share(id)}`);
    expect(seen.body.error).toEqual({ message: `${sentence} Ask whoever you ordered it from.` });
    expect(seen.text).not.toMatch(/HTTP|inner|X-Key|seller_/);
  });
});

describe('a share token', () => {
  it('opens its own order and no other, and no other route', async () => {
    const [{ order_id: id }, { order_id: other }] = [await add(), await add()];
    const token = await share(id);
    expect(await look(`/v1/orders/${other}?t=${token}`)).toMatchObject(OVER);
    const routes = ['/attempts', '/events', '/operation'].map((rest) => `/v1/orders/${id}${rest}`);
    for (const path of [...routes, '/v1/orders', '/v1/orders/stream', '/v1/tools', '/v1/audit']) {
      for (const headers of [{}, { authorization: `Bearer ${token}` }] as Record<string, string>[])
        expect([path, (await look(`${path}?t=${token}`, headers)).status]).toEqual([path, 401]);
    }
    for (const [method, rest] of [
      ['POST', '/cancel'],
      ['POST', '/share'],
      ['DELETE', '/share'],
      ['DELETE', ''],
    ] as const)
      expect((await look(`/v1/orders/${id}${rest}?t=${token}`, {}, method)).status).toBe(401);
    expect((await look(`/v1/orders/${id}/files/1/link?t=${token}`, {}, 'POST')).status).toBe(401);
  });

  it('that is wrong, over, withdrawn, of an erased order or of none is told alike', async () => {
    const { order_id: id } = await add({ status: 'failed', completed_at: clock.now() });
    const [short, long] = [await share(id, { expires_s: 60 }), await share(id)];
    clock.advance(60_000);
    expect((await look(`/v1/orders/${id}?t=${long}`)).status).toBe(200);
    for (const t of [short, '', 'x', `${long}x`, `${long}&t=${long}`])
      for (const rest of ['', '/stream', '/files/1'])
        expect([rest, await look(`/v1/orders/${id}${rest}?t=${t}`)]).toMatchObject([rest, OVER]);
    expect(await look(`/v1/orders/${randomUUID()}?t=${long}`)).toMatchObject(OVER);
    expect(await look(`/v1/orders/none?t=${long}`)).toMatchObject(OVER);

    expect((await server.call('operator', 'DELETE', `/v1/orders/${id}/share`)).status).toBe(204);
    expect(await look(`/v1/orders/${id}?t=${long}`)).toMatchObject(OVER);
    const anew = await share(id);
    expect((await look(`/v1/orders/${id}?t=${anew}`)).status).toBe(200);
    expect((await server.call('admin', 'DELETE', `/v1/orders/${id}`)).status).toBe(204);
    for (const t of [long, anew]) expect(await look(`/v1/orders/${id}?t=${t}`)).toMatchObject(OVER);
    const refused = await server.call('admin', 'POST', `/v1/orders/${id}/share`, {});
    expect([refused.status, refused.body.error.code]).toEqual([409, 'wrong_state']);
  });

  it('stands in no line of the log', async () => {
    const logged = server.roundtrip.logged.join('\n');
    expect(logged).not.toContain('rt_share_');
  });

  it('is made by admins, operators and the marketplace, for a minute to 90 days, and each is noted', async () => {
    const { order_id: id } = await add();
    const path = `/v1/orders/${id}/share`;
    const statuses: Record<string, number> = {};
    for (const who of ['admin', 'operator', 'marketplace', 'viewer', 'seller', 'stranger'] as const)
      statuses[who] = (await server.call(who, 'POST', path, {})).status;
    expect(statuses).toEqual({ admin: 201, operator: 201, marketplace: 201, viewer: 403, seller: 404, stranger: 404 });
    for (const expires_s of [59, 7_776_001, 60.5, '60', null]) {
      const { status, body } = await server.call('admin', 'POST', path, { expires_s });
      expect([status, body.error?.details[0].field]).toEqual([400, 'expires_s']);
    }
    const week = await server.call('admin', 'POST', path);
    expect(week.body.expires_at).toBe(new Date(clock.now() + 604_800_000).toISOString());
    expect((await server.call('admin', 'POST', path, { expires_s: 7_776_000 })).status).toBe(201);
    await server.call('admin', 'DELETE', path);
    const { body } = await server.call('admin', 'GET', `/v1/audit?limit=2`);
    expect(body.entries ?? body.audit).toMatchObject([
      { action: 'order.share_withdrawn', target: id },
      { action: 'order.shared', target: id },
    ]);
    expect(JSON.stringify(body)).not.toContain('rt_share_');
    expect((await server.call('admin', 'POST', `/v1/orders/${randomUUID()}/share`, {})).status).toBe(404);
  });
});

async function move(orderId: string, progress: number): Promise<void> {
  const { storage, rooms } = server.roundtrip;
  await storage.database.unit.run(async (tx) => {
    const order = await rooms.orders.orders.get(tx, orderId);
    await rooms.orders.change.progress(tx, order!, { progress, message: null }, { kind: 'check' });
  });
}
