import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** By then a process knows that its database is gone. */
const NOTICED_MS = 15_000;
const BACK_MS = 30_000;

let postgres: TestPostgres;
let authority: LocalAuthority;
let seller: ScriptedSeller;
let cable: TcpProxy;
let server: TestRoundtrip;

beforeAll(async () => {
  postgres = await startTestPostgres();
  authority = await createAuthority();
  seller = await startSeller(authority);
});
afterAll(async () => {
  await seller.down();
  await postgres.remove();
});
beforeEach(async () => {
  const url = new URL(await postgres.fresh());
  cable = await TcpProxy.start({ host: url.hostname, port: Number(url.port) });
  url.port = String(cable.port);
  const shared = { DATABASE_URL: url.href, ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64') };
  server = await startTestRoundtrip({ authority, env: { ...shared, MIN_CHECK_INTERVAL_S: '0.1' } });
});
afterEach(async () => {
  cable.mend();
  await server.stop();
  await cable.stop();
});

/** An order that its seller is asked about again and again. */
async function placed(): Promise<string> {
  seller.reply('POST /job', { status: 202, body: { status: 'processing' } });
  seller.reply('GET /status/:id', { body: { status: 'processing' } });
  const { seller_id } = (await server.call('POST', '/v1/sellers', { name: 'A seller' })).body;
  const urls = { job_url: seller.url('/job'), status_url: seller.url('/status/{order_id}') };
  const poll = { strategy: 'fixed', interval_s: 0.2 };
  const named = { seller_id, short_id: 'asked', name: 'A tool', auth_headers: { 'X-Key': 'k' } };
  const tool = await server.call('POST', '/v1/tools', { ...named, ...urls, poll });
  if (tool.status !== 201) throw new Error(tool.text);
  return (await server.call('POST', '/v1/orders', { short_id: 'asked', inputs: {} })).body.order_id as string;
}

const checks = () => seller.requestsTo('GET /status/:id').length;

async function isReady(): Promise<boolean> {
  return (await server.call('GET', '/readyz', undefined, { token: null })).status === 200;
}

describe.each([
  ['is cut off and not there', () => cable.refuse()],
  ['is behind a network that loses every packet', () => cable.swallow()],
])('while the database %s', (_how, breakIt) => {
  it('the server says so within 15 s, asks nobody for anything, and goes on by itself afterwards', async () => {
    const id = await placed();
    await eventually(() => checks() >= 3);
    breakIt();
    await eventually(async () => !(await isReady()), { withinMs: NOTICED_MS, every: 100 });
    const answer = await server.call('GET', '/readyz', undefined, { token: null });
    expect(answer.status).toBe(503);
    expect(answer.body.error.message).toContain('database');
    expect((await server.call('GET', '/healthz', undefined, { token: null })).status).toBe(200);
    const asked = performance.now();
    const metrics = await server.call('GET', '/metrics');
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect([metrics.status, metrics.text]).toEqual([200, expect.stringContaining('\nroundtrip_database_up 0\n')]);
    expect(metrics.text).not.toMatch(/^roundtrip_open_orders\{/m);
    const before = checks();
    const refused = await server.call('POST', '/v1/orders', { short_id: 'asked', inputs: {} });
    expect(refused.status).toBe(503);
    expect(checks() - before).toBe(0);
    seller.reply('GET /status/:id', { body: { status: 'completed', result_text: 'found' } });
    cable.mend();
    await eventually(isReady, { withinMs: BACK_MS, every: 100 });
    await eventually(async () => (await server.call('GET', `/v1/orders/${id}`)).body.status === 'completed', {
      withinMs: BACK_MS,
    });
  }, 120_000);
});
