import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { freePort } from '../../src/cli/free-port.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { EXAMPLE_FOLDER } from './example-folder.js';
import { installNodeRed } from './install-node-red.js';
import { startNodeRed, type NodeRed } from './node-red-server.js';

const API_KEY = randomBytes(24).toString('hex');
const right = { 'x-api-key': API_KEY };

interface Order {
  readonly status: string;
  readonly run: number;
  readonly delivered_by: string | null;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface Attempt {
  readonly kind: string;
  readonly outcome: string;
  readonly repeated: number;
}

let authority: LocalAuthority;
let roundtrip: TestRoundtrip;
let nodeRed: NodeRed;
let callbackSecret: string;
/** In Roundtrip's place where a test counts the flow's own callbacks. */
let receiver: ScriptedSeller;

beforeAll(async () => {
  const { program } = await installNodeRed();
  authority = await createAuthority();
  const port = await freePort();
  roundtrip = await startTestRoundtrip({ authority, env: { SWEEP_CRON: '*/1 * * * * *' } });
  callbackSecret = await registerTools(port);
  const env = { ROUNDTRIP_API_KEY: API_KEY, ROUNDTRIP_CALLBACK_SECRET: callbackSecret };
  nodeRed = await startNodeRed({ program, port, authority, env });
  receiver = await startSeller(authority);
}, 600_000);

afterAll(async () => {
  await Promise.allSettled([receiver?.close(), nodeRed?.stop(), roundtrip?.stop()]).then(throwFirst);
  roundtrip?.folder.remove();
}, 30_000);

describe('the example for Node-RED', () => {
  it('is imported as it is shipped, and needs no nodes but those of Node-RED itself', async () => {
    const shipped = JSON.parse(readFileSync(join(EXAMPLE_FOLDER, 'flows.json'), 'utf8')) as { type: string }[];
    const asJson = { headers: { accept: 'application/json' } };
    expect((await nodeRed.call('/editor/flows', asJson)).body).toEqual(shipped);
    const sets = (await nodeRed.call('/editor/nodes', asJson)).body as unknown as { module: string; types: string[] }[];
    const core = new Set(sets.filter((set) => set.module === 'node-red').flatMap((set) => set.types));
    const others = ['tab', 'group', 'subflow'];
    const foreign = shipped.filter(({ type }) => !core.has(type) && !others.includes(type.split(':')[0]!));
    expect(foreign).toEqual([]);
  });

  it('listens on loopback only', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const outside = addresses.filter((one) => !one.internal && one.family === 'IPv4').map((one) => one.address);
    for (const host of outside) expect([host, await reachable(host)]).toEqual([host, false]);
    expect(await reachable('127.0.0.1')).toBe(true);
  });

  it('completes an order by the status check, with its progress on the way', async () => {
    const id = await placeOrder('node-red-status', { text: 'there and back again', seconds: 6 });
    const order = await finalOrder(id);
    expect(order).toMatchObject({ status: 'completed', delivered_by: 'check', error: null });
    expect(order.result).toMatchObject({ output_type: 'text', text: 'THERE AND BACK AGAIN (4 words)' });
    expect(await eventsOf(id)).toContainEqual(expect.objectContaining({ progress: 50, message: 'Half way there.' }));
  });

  it('completes an order by callback', async () => {
    const id = await placeOrder('node-red-callback', { text: 'round trip', seconds: 1 });
    const order = await finalOrder(id);
    expect(order).toMatchObject({ status: 'completed', delivered_by: 'callback', error: null });
    expect(order.result).toMatchObject({ output_type: 'text', text: 'ROUND TRIP (2 words)' });
  });

  it.each([
    ['node-red-status', 'check'],
    ['node-red-callback', 'callback'],
  ])('ends an order of %s as failed where the flow throws, and does it anew on a retry', async (tool, road) => {
    const id = await placeOrder(tool, { words: 'are not there', seconds: 0.5 });
    const failed = { status: 'failed', delivered_by: road, result: null };
    const error = { code: 'seller_failed', message: 'inputs.text must be a text.' };
    expect(await finalOrder(id)).toMatchObject({ ...failed, run: 1, error });
    expect((await roundtrip.call('POST', `/v1/orders/${id}/retry`)).status).toBe(202);
    expect(await finalOrder(id)).toMatchObject({ ...failed, run: 2, error });
  });

  it('refuses a wrong API key: the order fails as seller_rejected', async () => {
    const order = await finalOrder(await placeOrder('node-red-wrong-key', { text: 'let me in' }));
    expect(order).toMatchObject({ status: 'failed', error: { code: 'seller_rejected' } });
    expect(order.error?.message).toContain('401');
  });

  it.each(['/roundtrip/job', '/roundtrip/callback-job', '/roundtrip/status/none'])(
    'lets nobody in at %s without the key',
    async (path) => {
      const body = path.includes('status') ? undefined : { order_id: randomUUID(), inputs: { text: 'x' } };
      expect((await nodeRed.call(path, { body })).status).toBe(401);
      for (const key of ['', `${API_KEY}x`]) {
        expect((await nodeRed.call(path, { body, headers: { 'x-api-key': key } })).status).toBe(401);
      }
    },
  );

  it('answers at least 75 % of 40 unchanged checks, 2 s apart, with 304', async () => {
    const checks = 40;
    const id = await placeOrder('node-red-unchanged', { text: 'not yet', seconds: 1_000 });
    const found = await eventually(
      async () => {
        const { body } = await roundtrip.call('GET', `/v1/orders/${id}/attempts?limit=100`);
        // Equal checks in a row are one attempt, with how many there were.
        const outcomes = (body.attempts as Attempt[])
          .filter(({ kind }) => kind === 'check')
          .flatMap(({ outcome, repeated }) => Array<string>(repeated).fill(outcome));
        return outcomes.length === checks && outcomes;
      },
      { withinMs: 120_000, every: 500 },
    );
    const unchanged = (found as string[]).filter((outcome) => outcome === 'not_modified').length;
    process.stderr.write(`[node-red] ${unchanged} of ${checks} unchanged checks were answered with 304\n`);
    expect([...new Set(found as string[])].sort()).toEqual(['not_modified', 'processing']);
    expect(unchanged / checks).toBeGreaterThanOrEqual(0.75);
    expect((await roundtrip.call('POST', `/v1/orders/${id}/cancel`)).status).toBe(200);
  }, 150_000);

  it('takes an order posted twice as one job that is asked for', async () => {
    const order_id = randomUUID();
    const first = await post('/roundtrip/job', { order_id, inputs: { text: 'first', seconds: 0.5 } });
    expect(first).toEqual({ status: 202, body: expect.objectContaining({ status: 'processing', progress: 0 }) });
    const second = await post('/roundtrip/job', { order_id, inputs: { text: 'second', seconds: 0.2 } });
    expect(second).toMatchObject({ status: 202, body: { message: 'This order is known already.' } });
    const done = await eventually(async () => {
      const { status, body } = await nodeRed.call(`/roundtrip/status/${order_id}`, { headers: right });
      return status === 200 && body.status !== 'processing' && body;
    });
    expect(done).toMatchObject({ status: 'completed', output_type: 'text', result_text: 'FIRST (1 word)' });
    expect((await nodeRed.call(`/roundtrip/status/${randomUUID()}`, { headers: right })).status).toBe(404);
  });

  it('takes an order posted twice as one job that calls back', async () => {
    receiver.reply('POST /once', { status: 200 });
    const [twice, after] = [randomUUID(), randomUUID()];
    const callback_url = receiver.url('/once');
    const job = (order_id: string, seconds: number) => ({ order_id, callback_url, inputs: { text: 'hi', seconds } });
    for (const body of [job(twice, 0.2), job(twice, 0.2), job(after, 1)]) {
      expect((await post('/roundtrip/callback-job', body)).status).toBe(202);
    }
    const reports = () => receiver.requestsTo('/once').map((request) => request.json().order_id);
    await eventually(() => reports().includes(after));
    expect(reports()).toEqual([twice, after]);
  });

  it('calls back again while the receiver is away, and then no more', async () => {
    const away = { status: 503, headers: { 'retry-after': '1' } };
    receiver.reply('POST /again', [away, { resetBefore: true }, { status: 200 }]);
    const order_id = randomUUID();
    await post('/roundtrip/callback-job', {
      ...{ order_id, callback_url: receiver.url('/again') },
      inputs: { text: 'still here', seconds: 0.2 },
    });
    await eventually(() => receiver.requestsTo('/again').length >= 3);
    const calls = receiver.requestsTo('/again');
    const report = { ok: true, order_id, output_type: 'text', result_text: 'STILL HERE (2 words)' };
    expect(calls.map((seen) => seen.json())).toEqual([report, report, report]);
    expect(calls.every((seen) => seen.headers['x-callback-secret'] === callbackSecret)).toBe(true);
  });

  it('writes neither the API key nor the callback secret into its log', () => {
    expect(nodeRed.log()).toContain('Started flows');
    for (const secret of [API_KEY, callbackSecret]) expect(nodeRed.log()).not.toContain(secret);
  });
});

/** As a seller does it, before Node-RED starts with the secret; gives back the callback secret, which is shown once. */
async function registerTools(port: number): Promise<string> {
  const { seller_id } = (await roundtrip.call('POST', '/v1/sellers', { name: 'Node-RED' })).body;
  const at = (path: string) => `https://localhost:${port}/roundtrip${path}`;
  const status = { job_url: at('/job'), status_url: at('/status/{order_id}') };
  await register({ seller_id, short_id: 'node-red-status', ...status, auth_headers: right });
  await register({ seller_id, short_id: 'node-red-wrong-key', ...status, auth_headers: { 'x-api-key': 'wrong' } });
  const poll = { strategy: 'fixed', interval_s: 2, jitter: 0, max_checks: 40 };
  await register({ seller_id, short_id: 'node-red-unchanged', ...status, auth_headers: right, poll });
  const callback = { short_id: 'node-red-callback', job_url: at('/callback-job'), auth_headers: right };
  return (await register({ seller_id, ...callback })).callback_secret as string;
}

async function register(tool: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await roundtrip.call('POST', '/v1/tools', { name: tool.short_id, ...tool });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body as Record<string, unknown>;
}

async function placeOrder(short_id: string, inputs: Record<string, unknown>): Promise<string> {
  const answer = await roundtrip.call('POST', '/v1/orders', { short_id, inputs });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  return answer.body.order_id as string;
}

async function finalOrder(id: string): Promise<Order> {
  const found = eventually(
    async () => {
      const order = (await roundtrip.call('GET', `/v1/orders/${id}`)).body as Order;
      if (['completed', 'failed', 'expired', 'cancelled'].includes(order.status)) return order;
      throw new Error(`It is still ${order.status}.`);
    },
    { withinMs: 30_000, every: 50 },
  );
  return found.catch(async (cause: Error) => {
    const { text } = await roundtrip.call('GET', `/v1/orders/${id}/attempts`);
    throw new Error(`${cause.message} Its attempts: ${text}\nNode-RED's log:\n${nodeRed.log()}`, { cause });
  });
}

async function eventsOf(id: string): Promise<unknown[]> {
  return (await roundtrip.call('GET', `/v1/orders/${id}/events`)).body.events as unknown[];
}

function post(path: string, body: Record<string, unknown>) {
  return nodeRed.call(path, { body, headers: right });
}

function reachable(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: nodeRed.port, timeout: 2_000 });
    const end = (answer: boolean) => resolve(answer) ?? socket.destroy();
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

function throwFirst(results: PromiseSettledResult<unknown>[]): void {
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
