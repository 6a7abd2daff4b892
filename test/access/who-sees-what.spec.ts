import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessWorld, type Tool } from './access-world.js';

let world: AccessWorld;
let tool: Tool;
let orderId: string;
beforeAll(async () => {
  world = await AccessWorld.start();
  tool = await world.newTool();
  orderId = await world.newOrder('waits', tool);
});
afterAll(() => world.stop());

const as = (token: string | null, method: string, path: string, body?: unknown, headers = {}) =>
  world.roundtrip.call(method, path, body, { token, headers });

describe('a seller', () => {
  it.each(['/v1/sellers', '/v1/tools', '/v1/orders', `/v1/orders?q=`, `/v1/tools?limit=100`])(
    'finds nothing of another in GET %s',
    async (list) => {
      const path = list.endsWith('q=') ? `${list}${orderId}` : list;
      const seen = await as(world.other.token, 'GET', path);
      expect(seen.status).toBe(200);
      for (const secret of [tool.shortId, orderId, world.owner.sellerId]) expect(seen.text).not.toContain(secret);
      expect((await as(world.owner.token, 'GET', path)).text).toContain(world.owner.sellerId);
    },
  );

  it('cannot ask for the orders of another by name', async () => {
    const path = `/v1/orders?seller_id=${world.owner.sellerId}`;
    expect((await as(world.other.token, 'GET', path)).body).toEqual({ orders: [], next_cursor: null });
    expect((await as(world.other.token, 'GET', path, undefined, { accept: 'text/csv' })).text).not.toContain(orderId);
  });

  it('hears only of its own orders on the stream', async () => {
    const leaving = new AbortController();
    const listen = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, 'last-event-id': `evt_${'0'.repeat(32)}` };
      const answer = await fetch(`${world.roundtrip.url}/v1/orders/stream`, { headers, signal: leaving.signal });
      return (answer.body as ReadableStream<Uint8Array>).getReader();
    };
    const [stranger, owner] = [await listen(world.other.token), await listen(world.owner.token)];
    let heard = '';
    while (!heard.includes(orderId)) heard += Buffer.from((await owner.read()).value ?? []).toString('utf8');
    const theirs = await world.newTool('waits', world.other);
    const { order_id } = (await world.api('POST', '/v1/orders', { short_id: theirs.shortId, inputs: {} })).body;
    let strange = '';
    while (!strange.includes(order_id as string))
      strange += Buffer.from((await stranger.read()).value ?? []).toString('utf8');
    leaving.abort();
    expect(strange).not.toContain(orderId);
  });

  it.each(['', '/operation', '/attempts', '/events', '/stream', '/files/1'])(
    'is told the same of the order of another as of none: GET /v1/orders/{order_id}%s',
    async (rest) => {
      const [theirs, none] = [`/v1/orders/${orderId}${rest}`, `/v1/orders/${world.unknownId()}${rest}`];
      const seen = [await as(world.other.token, 'GET', theirs), await as(world.other.token, 'GET', none)];
      expect(seen.map(({ status }) => status)).toEqual([404, 404]);
      expect(seen[0]?.body.error).toEqual(seen[1]?.body.error);
    },
  );

  it('does not see what the marketplace wrote for itself, nor the calls to the marketplace', async () => {
    const { shortId } = await world.newTool('fails');
    const placed = await as(world.tokens.marketplace, 'POST', '/v1/orders', {
      ...{ short_id: shortId, inputs: {}, metadata: { buyer: 'somebody' } },
    });
    const path = `/v1/orders/${placed.body.order_id as string}`;
    expect(placed.body.metadata).toEqual({ buyer: 'somebody' });
    for (const text of [(await as(world.owner.token, 'GET', path)).text, (await csv(world.owner.token)).text])
      expect(text).not.toContain('somebody');
    expect((await csv(world.tokens.viewer)).text).toContain('somebody');
    const { attempts } = (await as(world.owner.token, 'GET', `${path}/attempts`)).body;
    expect((attempts as { kind: string }[]).map(({ kind }) => kind)).not.toContain('notify');
  });
});

const csv = (token: string) => as(token, 'GET', '/v1/orders', undefined, { accept: 'text/csv' });

describe('a marketplace', () => {
  it('sees tools without URLs and headers', async () => {
    for (const path of ['/v1/tools', `/v1/tools/${tool.shortId}`]) {
      const seen = await as(world.tokens.marketplace, 'GET', path);
      expect(seen.text).toContain(tool.shortId);
      expect(seen.text).not.toMatch(/https:|X-Key|••••|payload_template/);
    }
  });
});

describe('a callback', () => {
  const body = () => ({ ok: true, order_id: orderId, status: 'processing', progress: 3 });
  const call = (secret: string | null, token: string | null = null, path = '/api/orders/callback') =>
    as(token, 'POST', path, body(), secret === null ? {} : { 'x-callback-secret': secret });

  it('is let in by the secret of its tool, whatever token comes with it', async () => {
    for (const token of [null, 'nonsense', world.other.token, world.tokens.viewer])
      expect((await call(tool.callbackSecret, token)).body).toEqual({ ok: true });
  });

  it('is not let in by another secret of ours, nor by a token', async () => {
    const others = [world.roundtrip.adminToken, world.owner.token, `${tool.callbackSecret}x`, ''];
    for (const secret of others) expect((await call(secret, world.roundtrip.adminToken)).status).toBe(401);
    const both = { 'x-callback-secret': `${tool.callbackSecret}, ${tool.callbackSecret}` };
    expect((await as(null, 'POST', '/api/orders/callback', body(), both)).status).toBe(401);
  });

  it('by the secret of another tool finds no such order', async () => {
    for (const seller of [world.owner, world.other]) {
      const { callbackSecret } = await world.newTool('waits', seller);
      const answer = await call(callbackSecret);
      expect([answer.status, answer.body.error.code]).toEqual([400, 'order_not_found']);
    }
  });

  it('by URL is for its own order only, and only where the tool calls back by URL', async () => {
    const { path, orderId: mine } = await world.newCallbackPath();
    const good = { ok: true, status: 'processing' };
    expect((await as(null, 'POST', path, good)).body).toEqual({ ok: true });
    const theirs = await as(null, 'POST', path, { ...good, order_id: orderId });
    expect([theirs.status, theirs.body.error.message]).toEqual([400, expect.stringContaining('order_id')]);
    const { short_id } = (await world.api('GET', `/v1/orders/${mine}`)).body;
    await world.api('PATCH', `/v1/tools/${short_id as string}`, { callback_auth: 'secret' });
    expect((await as(null, 'POST', path, good)).status).toBe(401);
  });
});

describe('a signed link', () => {
  it('opens its file to whoever bears it, and nothing else', async () => {
    const [mine, another] = [await world.newOrder('brings a file'), await world.newOrder('brings a file')];
    const made = await as(world.tokens.marketplace, 'POST', `/v1/orders/${mine}/files/1/link`, { expires_s: 60 });
    const url = new URL(made.body.url as string);
    expect((await as(null, 'GET', url.pathname + url.search)).text).toBe('hello');
    const elsewhere = [
      `/v1/orders/${another}/files/1${url.search}`,
      `${url.pathname}${url.search.replace(/expires=\d+/, 'expires=9999999999')}`,
      `/v1/orders/${mine}/files/2${url.search}`,
      `/v1/orders/${world.unknownId()}/files/1${url.search}`,
    ];
    for (const path of elsewhere) {
      const refused = await as(null, 'GET', path);
      expect([path, refused.status, refused.body.error.code]).toEqual([path, 403, 'link_invalid']);
    }
    expect((await as(null, 'GET', `/v1/orders/${mine}${url.search}`)).status).toBe(401);
  });
});
