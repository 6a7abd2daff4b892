import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findPort, ServerProcess } from '../../src/cli/demo/server-process.js';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { callApi, type Answer } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const ENTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const TOKEN = `rt_test_${randomBytes(24).toString('hex')}`;
const BETWEEN_ORDERS_MS = 40;

let postgres: TestPostgres;
let seller: ScriptedSeller;
let marketplace: Marketplace;
let folder: TempFolder;
let env: Record<string, string>;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  if (!existsSync(ENTRY)) throw new Error(`${ENTRY} is missing: run "npm run build" first.`);
  folder = makeTempFolder();
  postgres = await startTestPostgres();
  marketplace = await startMarketplace();
  const authority = await createAuthority();
  seller = await startSeller(authority);
  writeFileSync(folder.join('authority.pem'), authority.caPem);
  env = {
    ...{ DATABASE_URL: await postgres.fresh(), STORAGE_URL: `file:${folder.join('files')}`, LOG_FORMAT: 'json' },
    ...{ ADMIN_TOKEN: TOKEN, ENCRYPTION_KEY: randomBytes(32).toString('base64'), MIN_CHECK_INTERVAL_S: '0.1' },
    ...{ NODE_EXTRA_CA_CERTS: folder.join('authority.pem'), ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128' },
    ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
  };
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await seller.down();
  await marketplace.close();
  await postgres.remove();
  folder.remove();
});

async function start(port: number): Promise<ServerProcess> {
  const server = new ServerProcess({ entry: ENTRY, port, logPath: folder.join(`${port}.log`), env });
  servers.push(server);
  await server.ready();
  return server;
}

/** Asks one of them, and the next where that one is gone or going: as anybody would through a proxy. */
async function ask(ports: readonly number[], method: string, path: string, body?: unknown): Promise<Answer> {
  return eventually(async () => {
    for (const port of ports) {
      const answer = await callApi(`http://127.0.0.1:${port}`, TOKEN, method, path, body).catch(() => null);
      if (answer && answer.status < 500) return answer;
    }
    return null;
  });
}

it('two processes restarted one after the other under a flow of orders lose none, and finish none twice', async () => {
  const ports = [await findPort(null), await findPort(null)];
  let [first, second] = [await start(ports[0]!), await start(ports[1]!)];
  seller.reply('POST /job', { status: 202, body: { status: 'processing' }, delayMs: 30 });
  const asked = new Map<string, number>();
  seller.on('GET', '/status/:id', ({ params }) => {
    const times = (asked.get(params.id!) ?? 0) + 1;
    asked.set(params.id!, times);
    return times < 3 ? { body: { status: 'processing' } } : { body: { status: 'completed', result_text: 'done' } };
  });
  const { seller_id } = (await ask(ports, 'POST', '/v1/sellers', { name: 'A seller' })).body;
  const urls = { job_url: seller.url('/job'), status_url: seller.url('/status/{order_id}') };
  const named = { seller_id, short_id: 'steady', name: 'A tool', auth_headers: { 'X-Key': 'k' } };
  const poll = { strategy: 'fixed', interval_s: 0.3 };
  expect((await ask(ports, 'POST', '/v1/tools', { ...named, ...urls, poll })).status).toBe(201);

  const ids: string[] = [];
  let flowing = true;
  const flow = (async () => {
    for (let turn = 0; flowing; turn++) {
      const order = ask(turn % 2 ? ports : ports.toReversed(), 'POST', '/v1/orders', {
        short_id: 'steady',
        inputs: {},
      });
      ids.push((await order).body.order_id as string);
      await sleep(BETWEEN_ORDERS_MS);
    }
  })();
  await eventually(() => ids.length >= 20);
  expect(await first.stop()).toBe(true);
  first = await start(ports[0]!);
  const between = ids.length;
  await eventually(() => ids.length >= between + 20);
  expect(await second.stop()).toBe(true);
  second = await start(ports[1]!);
  const after = ids.length;
  await eventually(() => ids.length >= after + 20);
  flowing = false;
  await flow;

  const completed = (id: string) =>
    marketplace.deliveries.filter(({ type, data }) => type === 'order.completed' && data['order_id'] === id);
  await eventually(() => ids.every((id) => completed(id).length > 0), { withinMs: 30_000, every: 100 });
  const twice = ids.filter((id) => new Set(completed(id).map(({ webhookId }) => webhookId)).size !== 1);
  expect(twice).toEqual([]);
  const { body } = await ask(ports, 'GET', '/v1/orders?status=received,forwarding,processing,failed,expired&limit=100');
  expect(body.orders).toEqual([]);
}, 120_000);
