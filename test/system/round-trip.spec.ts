import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { eventually } from '../support/eventually.js';
import { sendReply } from '../support/seller-reply.js';
import { readRequest, type SellerRequest } from '../support/seller-request.js';
import { SellerScript, type Scripted } from '../support/seller-script.js';
import { signatureProblem } from '../support/signature-check.js';
import { addresses } from './addresses.js';
import { BuiltServer } from './built-server.js';
import { createSystemWorld, tell } from './system-world.js';

const world = createSystemWorld();
const { seller, dead, intranet } = addresses;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const CHECK_LIMIT = 8_000;
const FORWARD_LIMIT = 2_000;
const done = { status: 'completed', output_type: 'text', result_text: 'there and back' };

let server: BuiltServer;
let marketplace: Server;
let sellerId: string;
const told: { type: string; order_id: unknown; problem: string | undefined }[] = [];
const script = new SellerScript();
const requests: SellerRequest[] = [];

beforeAll(async () => {
  marketplace = createServer((req, res) => {
    void readRequest(req).then((seen) => {
      const body = seen!.body.toString();
      const { type, data } = JSON.parse(body) as { type: string; data: { order_id: unknown } };
      const message = { secret: SECRET, headers: req.headers, body, now: Date.now(), toleranceMs: 60_000 };
      told.push({ type, order_id: data.order_id, problem: signatureProblem(message) });
      res.end();
    });
  }).listen(await world.internet.inside.listen(8080));
  server = await BuiltServer.start(world.internet, world.authority, {
    // The operator's own URL may be private, and plain http.
    MARKETPLACE_WEBHOOK_URL: `http://${intranet.four}:8080/events`,
    MARKETPLACE_WEBHOOK_SECRET: SECRET,
    // Never, as far as this file is concerned: it asks for each check.
    SWEEP_CRON: '0 0 1 1 *',
    FORWARD_TIMEOUT_MS: String(FORWARD_LIMIT),
  });
  sellerId = (await server.api<{ seller_id: string }>('POST', '/v1/sellers', 201, { name: 'Ada' })).seller_id;
});
beforeEach(() => {
  world.seller.handler = (req, res) => void serve(req, res);
});
afterEach(() => world.internet.plug());
afterAll(async () => {
  const code = await server?.stop();
  marketplace?.close();
  expect(code).toBe(0);
  expect(server.log()).not.toMatch(/"level":"(error|fatal)"/);
});

async function serve(...[req, res]: Parameters<typeof world.seller.handler>): Promise<void> {
  const seen = await readRequest(req);
  if (!seen) return;
  const { answer } = script.next(seen.method, seen.path);
  requests.push(seen);
  const reply = typeof answer === 'function' ? await answer(seen, res) : answer;
  if (reply) await sendReply(reply, res, () => res.destroy());
}

/** Registers a tool whose seller takes jobs and answers checks so. */
async function tool(shortId: string, at: string, onStatus: Scripted, more: object = {}): Promise<string> {
  script.set('POST', `/${shortId}/job`, { status: 202 });
  script.set('GET', `/${shortId}/status/:id`, onStatus);
  const urls = { job_url: `https://${at}/${shortId}/job`, status_url: `https://${at}/${shortId}/status/{order_id}` };
  const whole = { short_id: shortId, seller_id: sellerId, name: shortId, ...urls, auth_headers: { 'x-key': 'k' } };
  const made = await server.api<{ callback_secret: string }>('POST', '/v1/tools', 201, { ...whole, ...more });
  return made.callback_secret;
}

interface Order {
  readonly order_id: string;
  readonly status: string;
  readonly progress: number | null;
}

async function place(shortId: string): Promise<string> {
  return (await server.api<Order>('POST', '/v1/orders', 202, { short_id: shortId, inputs: { q: 1 } })).order_id;
}

async function becomes(id: string, status: string, withinMs = 10_000): Promise<Order> {
  return eventually(
    async () => {
      const order = await server.api<Order>('GET', `/v1/orders/${id}`, 200);
      if (order.status !== status) throw new Error(`It is ${order.status}.`);
      return order;
    },
    { withinMs, every: 20 },
  );
}

async function check(id: string): Promise<void> {
  await server.api('POST', `/v1/orders/${id}/check`, 202);
}

interface Attempt {
  readonly kind: string;
  readonly outcome: string;
  readonly duration_ms: number;
}

/** The calls to the seller for an order, oldest first, once there are so many. */
async function attempts(id: string, count: number, withinMs = 12_000): Promise<Attempt[]> {
  return eventually(
    async () => {
      const answer = await server.api<{ attempts: Attempt[] }>('GET', `/v1/orders/${id}/attempts`, 200);
      const toSeller = answer.attempts.filter((one) => one.kind !== 'notify').reverse();
      if (toSeller.length < count) throw new Error(`${toSeller.length} attempts so far.`);
      return toSeller;
    },
    { withinMs, every: 20 },
  );
}

describe('an order to a seller on the public internet', () => {
  it.each([
    ['a name with an IPv4 address', 'four.shop.test', [seller.four], seller.four],
    ['a name with an IPv6 address', 'six.shop.test', [seller.six], seller.six],
    ['a name with a dead address before', 'late.shop.test', [dead.four[0], seller.four], seller.four],
    ['an IPv4 address', seller.four, [], seller.four],
    ['an IPv6 address', `[${seller.six}]`, [], seller.six],
  ])('makes its round trip by forward and check: %s', async (_what, host, found, reachedAt) => {
    world.zone[host] = found;
    const shortId = `check-${host.replaceAll(/\W/g, '-')}`;
    await tool(shortId, host, [{ body: { status: 'processing', progress: 50 } }, { body: done }]);
    const started = performance.now();
    const id = await place(shortId);
    await becomes(id, 'processing');
    tell(`forward to ${host}: processing ${Math.round(performance.now() - started)} ms after the order`);
    await check(id);
    await eventually(async () => (await becomes(id, 'processing')).progress === 50);
    await check(id);
    expect(await becomes(id, 'completed')).toMatchObject({ delivered_by: 'check', attempts: 3 });
    expect(world.seller.requests).toEqual([`POST ${reachedAt}`, `GET ${reachedAt}`, `GET ${reachedAt}`]);
    const event = await eventually(() => told.find((one) => one.order_id === id && one.type === 'order.completed'));
    expect(event.problem).toBeUndefined();
  });

  it('makes its round trip by callback, from the seller to the public URL', async () => {
    world.zone['calls.shop.test'] = [seller.six, seller.four];
    const secret = await tool('calls-back', 'calls.shop.test', { body: { status: 'processing' } });
    const id = await place('calls-back');
    await becomes(id, 'processing');
    const job = requests.at(-1)!.json<{ order_id: string; callback_url: string }>();
    const { status } = await world.internet.outside.fetch(job.callback_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-callback-secret': secret },
      body: JSON.stringify({ ok: true, order_id: job.order_id, output_type: 'text', result_text: 'there and back' }),
    });
    expect([status, job.order_id]).toEqual([200, id]);
    expect(await becomes(id, 'completed')).toMatchObject({ delivered_by: 'callback' });
  });

  it.each([
    ['the metadata service', [intranet.metadata]],
    ['a private network beside a public address', [seller.four, intranet.four]],
    ['a unique local network', [intranet.six]],
  ])('goes nowhere when the name turns to %s', async (what, turned) => {
    const shortId = `evil-${what.replaceAll(' ', '-')}`;
    world.zone['evil.shop.test'] = turned;
    await tool(shortId, 'evil.shop.test', { body: { status: 'processing' } });
    const before = world.internet.packetsInside();
    const id = await place(shortId);
    expect(await attempts(id, 1)).toMatchObject([{ kind: 'forward', outcome: 'blocked_address' }]);
    expect([world.internet.packetsInside() - before, world.seller.connections]).toEqual([0, 0]);
    await becomes(id, 'forwarding');
    await server.api('POST', `/v1/orders/${id}/cancel`, 200);
  });
});

describe('a check into a black hole', () => {
  it('ends by its 8 seconds and a quarter, and holds up nobody else', async () => {
    const hole = { status_url: `https://${dead.four[0]}/status/{order_id}` };
    await tool('into-a-hole', seller.four, { body: done }, hole);
    await tool('beside-a-hole', seller.four, { body: done });
    const lost = await place('into-a-hole');
    await becomes(lost, 'processing');
    await check(lost);
    const started = performance.now();
    const other = await place('beside-a-hole');
    await becomes(other, 'processing');
    await check(other);
    await becomes(other, 'completed');
    const beside = Math.round(performance.now() - started);
    const [, lostCheck] = await attempts(lost, 2);
    tell(`check into a hole: ${lostCheck?.duration_ms} ms of ${CHECK_LIMIT}; an order beside it: ${beside} ms`);
    expect(lostCheck).toMatchObject({ kind: 'check', outcome: 'timeout' });
    expect(lostCheck!.duration_ms).toBeLessThanOrEqual(CHECK_LIMIT * 1.25);
    expect(beside).toBeLessThan(2_000);
    expect(await becomes(lost, 'processing')).toMatchObject({ error: null });
  });
});

describe('a seller that goes away', () => {
  it('before a forward gets it once it is back, with the same id', async () => {
    await tool('away-before', seller.four, { body: done });
    world.internet.unplug();
    const id = await place('away-before');
    const [first] = await attempts(id, 1);
    expect(first).toMatchObject({ kind: 'forward', outcome: 'timeout' });
    expect(first!.duration_ms).toBeLessThanOrEqual(FORWARD_LIMIT * 1.25);
    await becomes(id, 'forwarding');
    await world.internet.plug();
    await becomes(id, 'processing', 15_000);
    expect(requests.at(-1)!.headers['idempotency-key']).toBe(id);
  });

  it('with the forward in its hands leaves it unconfirmed, and gets it again when it knows nothing of it', async () => {
    await tool('away-after', seller.four, [{ status: 404 }, { body: done }]);
    const goesAway = () => world.internet.unplug();
    script.set('POST', '/away-after/job', [goesAway, { status: 202 }]);
    const id = await place('away-after');
    await becomes(id, 'processing');
    const [first] = await attempts(id, 1);
    expect(first).toMatchObject({ kind: 'forward', outcome: 'unconfirmed' });
    expect(first!.duration_ms).toBeLessThanOrEqual(FORWARD_LIMIT * 1.25);
    await world.internet.plug();
    await check(id);
    expect((await attempts(id, 3)).map((one) => `${one.kind} ${one.outcome}`)).toEqual([
      'forward unconfirmed',
      'check not_found',
      'forward accepted',
    ]);
    await check(id);
    await becomes(id, 'completed');
    const ids = requests.filter((seen) => seen.path === '/away-after/job').map((seen) => seen.headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  });

  it('and forgets its connections gets the next forward and the next check all the same', async () => {
    await tool('restarted', `[${seller.six}]`, [{ body: { status: 'processing' } }, { body: done }]);
    const id = await place('restarted');
    await becomes(id, 'processing');
    await check(id);
    await attempts(id, 2);
    world.internet.unplug();
    world.internet.forgetConnections();
    await world.internet.plug();
    const next = await place('restarted');
    expect(await attempts(next, 1)).toMatchObject([{ kind: 'forward', outcome: 'accepted' }]);
    await check(id);
    await becomes(id, 'completed');
  });
});
