import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import type { Answer } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller, type SellerReply } from '../support/scripted-seller.js';
import { SmallDiskServer } from './small-disk-server.js';
import { tell } from './system-world.js';

const done = { status: 'completed', output_type: 'text', result_text: 'there and back' };
/** More than a page: nothing of it fits into what may be left in the last page of a file. */
const inputs = { text: 'x'.repeat(20_000) };

let seller: ScriptedSeller;
let marketplace: Marketplace;
let server: SmallDiskServer;
const secrets: Record<string, string> = {};

/** While set, the seller has the request and does not answer. */
let held: (() => void)[] | null = null;
let statusAnswer: SellerReply = { body: { status: 'processing', progress: 10 } };

beforeAll(async () => {
  const authority = await createAuthority();
  seller = await startSeller(authority);
  marketplace = await startMarketplace();
  const env = {
    ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
    ...{ SWEEP_CRON: '* * * * * *', MIN_CHECK_INTERVAL_S: '0.1' },
  };
  server = await SmallDiskServer.start('48m', env, authority.caPem);
  const { seller_id } = (await server.call('POST', '/v1/sellers', { name: 'Ada' })).body as { seller_id: string };
  for (const road of ['callback', 'check', 'reply']) await tool(seller_id, road);
  scriptSeller();
});
afterAll(async () => {
  answerHeld();
  const code = await server?.stop();
  await seller?.close();
  await marketplace?.close();
  expect(code).toBe(0);
});

async function tool(sellerId: string, road: string): Promise<void> {
  const check = road === 'check' ? { status_url: seller.url('/status/{order_id}') } : {};
  const made = await server.call('POST', '/v1/tools', {
    ...{
      short_id: road,
      seller_id: sellerId,
      name: road,
      job_url: seller.url(`/${road}`),
      auth_headers: { 'x-k': 'k' },
    },
    ...check,
  });
  expect(made.status).toBe(201);
  secrets[road] = (made.body as { callback_secret: string }).callback_secret;
}

function scriptSeller(): void {
  const later = async (reply: () => SellerReply) => {
    if (held) await new Promise<void>((answer) => held?.push(answer));
    return reply();
  };
  seller.on('POST', '/reply', () => later(() => ({ body: done })));
  seller.on('POST', '/callback', () => later(() => ({ status: 202, body: {} })));
  seller.on('POST', '/check', () => later(() => ({ status: 202, body: {} })));
  seller.on('GET', '/status/:id', () => later(() => statusAnswer));
}

function answerHeld(): void {
  const answers = held ?? [];
  held = null;
  for (const answer of answers) answer();
}

const place = (road: string, key: string) =>
  server.call('POST', '/v1/orders', { short_id: road, inputs }, { 'idempotency-key': key });

/** The requests of some buyers, each with a key of its own, so that it can be sent again. */
const requests = (count: number, what: string) =>
  Array.from({ length: count }, (_, i) => ({ road: ['callback', 'check', 'reply'][i % 3]!, key: `${what}-${i}` }));
const placeAll = (all: ReturnType<typeof requests>) => Promise.all(all.map(({ road, key }) => place(road, key)));
const idsOf = (answers: readonly Answer[]) => answers.map(({ body }) => (body as { order_id: string }).order_id);

interface Job {
  readonly order_id: string;
  readonly callback_url: string;
}

const jobsAt = (path: string) => seller.requestsTo(`POST ${path}`).map((request) => request.json<Job>());

/** Every other result is long enough to be a file. */
function callBack({ order_id, callback_url }: Job, index: number): Promise<Answer> {
  const result = { output_type: 'text', result_text: 'there and back '.repeat(index % 2 === 0 ? 1 : 10_000) };
  const headers = { 'x-callback-secret': secrets['callback']!, authorization: '' };
  return server.call('POST', callback_url, { ok: true, order_id, ...result }, headers);
}

async function expectStatus(ids: readonly string[], status: string, withinMs: number): Promise<void> {
  await eventually(
    async () => {
      const orders = await Promise.all(ids.map((id) => server.call('GET', `/v1/orders/${id}`)));
      const found = orders.map(({ body }) => body as { order_id: string; status: string });
      const others = found.filter((order) => order.status !== status);
      const [other] = others;
      if (other) throw new Error(`${others.length} of ${ids.length}: order ${other.order_id} is ${other.status}.`);
      return true;
    },
    { withinMs, every: 50 },
  );
}

function expectFull(answers: readonly Answer[]): void {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
  for (const { body, headers } of answers) {
    expect(body).toMatchObject({
      error: { code: 'storage_full', message: expect.stringContaining('nothing was kept') },
    });
    expect(headers.get('retry-after')).toBe('30');
  }
}

/** What is asked of the server while its disk is full; nothing of it may be kept or lost. */
async function askWhileFull(waiting: readonly string[]): Promise<void> {
  for (let round = 0; round < 5; round++) expectFull(await placeAll(requests(40, 'refused')));
  expectFull(await Promise.all(jobsAt('/callback').map(callBack)));
  for (const act of ['cancel', 'check']) expectFull([await server.call('POST', `/v1/orders/${waiting[1]}/${act}`)]);
  const ready = await server.call('GET', '/readyz');
  expect([ready.status, ready.body]).toEqual([
    503,
    expect.objectContaining({ error: expect.objectContaining({ message: expect.stringContaining('database') }) }),
  ]);
  expect((await server.call('GET', '/healthz')).status).toBe(200);
  expect((await server.call('GET', `/v1/orders/${waiting[0]}`)).status).toBe(200);
}

it('a full disk refuses with 503, loses nothing, sends nothing twice, and is over once there is room', async () => {
  const first = idsOf(await placeAll(requests(6, 'first')));
  const waiting = first.filter((_, i) => i % 3 < 2);
  await expectStatus(waiting, 'processing', 10_000);
  held = [];
  const inFlight = idsOf(await placeAll(requests(12, 'in-flight')));
  await expectStatus(inFlight, 'forwarding', 10_000);
  // The forwards, and the checks of the two orders that wait for one.
  await eventually(() => held?.length === 14);

  server.fillUp();
  const fullSince = performance.now();
  await askWhileFull(waiting);
  statusAnswer = { body: done };
  answerHeld();
  await eventually(() => seller.inFlight === 0);
  await askWhileFull(waiting);
  await expectStatus(inFlight, 'forwarding', 1_000);

  server.makeRoom();
  const roomSince = performance.now();
  await eventually(async () => (await server.call('GET', '/readyz')).status === 200, { withinMs: 2_000 });
  const jobs = jobsAt('/callback').map(({ order_id }) => order_id);
  await expectStatus(
    [...waiting, ...inFlight].filter((id) => !jobs.includes(id)),
    'completed',
    12_000,
  );
  tell(`what was in flight was completed ${Math.round(performance.now() - roomSince)} ms after there was room`);

  const again = await placeAll(requests(40, 'refused'));
  expect(again.map(({ status }) => status)).toEqual(again.map(() => 202));
  await eventually(() => jobsAt('/callback').length === 2 + 4 + 14);
  const calledBack = await Promise.all(jobsAt('/callback').map(callBack));
  expect(calledBack.map(({ status }) => status)).toEqual(calledBack.map(() => 200));
  const all = [...first, ...inFlight, ...idsOf(again)];
  await expectStatus(all, 'completed', 12_000);
  await expectOneOfEach(all);
  expectQuietLog((performance.now() - fullSince) / 1000);
  expect(server.lives).toBe(true);
}, 60_000);

/** Each order came once to the seller and ended once, and nothing is left to do. */
async function expectOneOfEach(all: readonly string[]): Promise<void> {
  const sent = ['/callback', '/check', '/reply'].flatMap((path) => jobsAt(path).map(({ order_id }) => order_id));
  expect(sent.sort()).toEqual([...all].sort());
  const ended = () => marketplace.deliveries.filter(({ type, status }) => type === 'order.completed' && status < 300);
  await eventually(() => ended().length >= all.length);
  const endedIds = ended().map(({ data }) => data['order_id']);
  expect(endedIds.sort()).toEqual([...all].sort());
  expect(server.read('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  await eventually(() => expect(server.read('SELECT * FROM work')).toEqual([]) === undefined);
}

function expectQuietLog(seconds: number): void {
  const errors = server.logLines().filter(({ level }) => level === 'error' || level === 'fatal' || level === 'warn');
  tell(`${errors.length} lines of trouble in ${Math.round(seconds)} s: ${errors.map(({ code }) => code).join(' ')}`);
  expect(errors[0]).toMatchObject({ event: 'storage.trouble', trouble: 'full', code: 'SQLITE_FULL' });
  expect(errors.map(({ event }) => event)).toEqual(errors.map(() => 'storage.trouble'));
  expect(errors.length).toBeLessThanOrEqual(seconds);
}
