import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startTestRoundtrip, type Answer, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const PUBLIC_URL = 'https://orders.example.com';
let postgres: TestPostgres;
let authority: LocalAuthority;
let seller: ScriptedSeller;
let folder: TempFolder;
let url: string;
const running: TestRoundtrip[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  authority = await createAuthority();
  seller = await startSeller(authority);
  folder = makeTempFolder();
});
afterAll(async () => {
  await seller.down();
  await postgres.remove();
  folder.remove();
});
beforeEach(async () => {
  url = await postgres.fresh();
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function start(role: string, env: Readonly<Record<string, string>> = {}): Promise<TestRoundtrip> {
  const shared = { DATABASE_URL: url, ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'), PUBLIC_URL };
  const one = await startTestRoundtrip({ folder, authority, env: { ...shared, ROLE: role, ...env } });
  running.push(one);
  return one;
}

/** Places an order with a seller that answers at once. */
async function place(api: TestRoundtrip): Promise<string> {
  seller.reply('POST /job', { body: { status: 'completed', result_text: 'done' } });
  const made = await api.call('POST', '/v1/sellers', { name: 'A seller' });
  const named = { seller_id: made.body.seller_id, short_id: 'at-once', name: 'A tool' };
  await api.call('POST', '/v1/tools', { ...named, job_url: seller.url('/job'), auth_headers: { 'X-Key': 'k' } });
  return (await api.call('POST', '/v1/orders', { short_id: 'at-once', inputs: {} })).body.order_id as string;
}

async function parts(one: TestRoundtrip): Promise<string[]> {
  return (await one.call('GET', '/readyz', undefined, { token: null })).body.parts as string[];
}

describe('a process with ROLE=api', () => {
  it('takes orders and leaves the work to workers, whenever they come', async () => {
    const api = await start('api');
    const id = await place(api);
    expect(await parts(api)).toEqual(['database', 'storage']);
    expect((await api.call('GET', `/v1/orders/${id}`)).body.status).toBe('received');
    expect(seller.requestsTo('POST /job')).toHaveLength(0);
    expect(api.rooms.engineRoom.engine.isOpen).toBe(false);
    await start('worker');
    await eventually(async () => (await api.call('GET', `/v1/orders/${id}`)).body.status === 'completed');
    expect((await api.call('GET', `/v1/orders/${id}`)).body.result.text).toBe('done');
  });

  it('lets nothing happen by the clock: no sweep is opened, no deadline passes', async () => {
    const api = await start('api', { SWEEP_CRON: '* * * * * *' });
    const worker = await start('worker', { SWEEP_CRON: '* * * * * *' });
    await eventually(async () => (await api.call('GET', '/v1/sweeps')).body.sweeps.length >= 1);
    const opened = (one: TestRoundtrip) => one.logged.filter((line) => line.includes('"sweep.opened"')).length;
    await eventually(() => opened(worker) >= 2);
    expect(opened(api)).toBe(0);
  });
});

describe('a process with ROLE=worker', () => {
  it('answers whether it is well, and what it did', async () => {
    const worker = await start('worker');
    expect(await parts(worker)).toEqual(['database', 'storage', 'engine']);
    expect((await worker.call('GET', '/healthz?from=a-probe', undefined, { token: null })).status).toBe(200);
    const metrics = await worker.call('GET', '/metrics');
    expect([metrics.status, metrics.text]).toEqual([200, expect.stringContaining('roundtrip_')]);
    expect((await worker.call('GET', '/metrics', undefined, { token: null })).status).toBe(401);
  });

  it('names its role to whoever asks anything else, before it looks who asks', async () => {
    const worker = await start('worker');
    const asked: Promise<Answer>[] = [
      worker.call('GET', '/v1/orders'),
      worker.call('POST', '/v1/orders', { short_id: 'a' }, { token: null }),
      worker.call('GET', '/docs'),
      worker.call('GET', '/openapi.json'),
      worker.call('POST', '/api/orders/callback', { ok: true }, { headers: { 'x-callback-secret': 'no' } }),
      worker.call('PUT', '/api/orders/uploads/a/b', undefined, { raw: 'bytes' }),
      worker.call('POST', '/healthz/more'),
      worker.call('GET', '/nowhere'),
    ];
    for (const answer of await Promise.all(asked)) {
      expect(answer.status).toBe(404);
      expect(answer.body.error).toMatchObject({ code: 'not_found', message: expect.stringContaining('ROLE=worker') });
      expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id);
    }
  });
});

it('a process on SQLite with another role than all does not start, and says why', async () => {
  const env = { DATABASE_URL: `sqlite:${folder.join('a.sqlite')}`, ROLE: 'worker' };
  await expect(startTestRoundtrip({ folder, env })).rejects.toThrow(
    'ROLE must be all where DATABASE_URL is SQLite, which serves one process; it is "worker".',
  );
});
