import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { FakedTimeServer } from './faked-time-server.js';
import { tell } from './system-world.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const SWEEP_MS = 5 * SECOND_MS;
/** How much later than its time anything may come, on a busy machine. */
const LATE_MS = 8_000;
/** Two processes agree on the database's time to some milliseconds. */
const EARLY_MS = 50;
const [JOBS, ORDERS, GAP_MS] = [120, 12, 2_000];

let postgres: TestPostgres;
let url: string;
let seller: ScriptedSeller;
let marketplace: Marketplace;
let folder: TempFolder;
let [api, ahead, behind]: FakedTimeServer[] = [];
const started: FakedTimeServer[] = [];
/** What the seller saw, by path: epoch milliseconds of the machine, whose calendar the database goes by. */
const seen = new Map<string, number[]>();
const wrongTimes: string[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.fresh();
  folder = makeTempFolder();
  marketplace = await startMarketplace();
  const authority = await createAuthority();
  seller = await startSeller(authority, { recording: false });
  const shared = {
    ...{ DATABASE_URL: url, STORAGE_URL: `file:${folder.path}`, ENCRYPTION_KEY: randomBytes(32).toString('base64') },
    ...{ ADMIN_TOKEN: `rt_test_${randomBytes(24).toString('hex')}`, PUBLIC_URL: 'https://orders.example.com' },
    ...{ SWEEP_CRON: `*/${SWEEP_MS / SECOND_MS} * * * * *`, MIN_CHECK_INTERVAL_S: '0.5' },
    ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
  };
  const start = async (role: string, calendar: string) => {
    const server = await FakedTimeServer.start({ ...shared, ROLE: role }, authority.caPem, calendar);
    started.push(server);
    return server;
  };
  // No whole ticks of the sweep apart: who went by its own calendar would be seen to be early.
  api = await start('api', '-3h');
  ahead = await start('worker', '+21602.5');
  behind = await start('worker', '-21602.5');
}, 90_000);
afterAll(async () => {
  const ended = await Promise.all(started.map((server) => server.stop()));
  await seller?.close();
  await marketplace?.close();
  await postgres?.remove();
  folder?.remove();
  expect(ended).toEqual(started.map(() => 0));
}, 60_000);

const seenAt = (path: string) => seen.get(path) ?? [];

/** Notes each request, and whether it says the right time of itself. */
function page(method: string, path: string, reply: (path: string) => object): void {
  seller.on(method, path, (request) => {
    const now = Date.now();
    seen.set(request.path, [...seenAt(request.path), now]);
    const stamp = request.headers['webhook-timestamp'] ?? request.headers['x-fliq-timestamp'];
    if (stamp !== undefined && Math.abs(Number(stamp) * SECOND_MS - now) > 10 * SECOND_MS)
      wrongTimes.push(`${request.path} says ${String(stamp)} at ${now}`);
    return { body: reply(request.path) };
  });
}

async function made<T>(path: string, body: object): Promise<T> {
  const { status, text, body: answer } = await api!.call('POST', path, body);
  if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${text}`);
  return answer as T;
}

async function ask<Row>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows as Row[];
}

/** Lays them down for instants from now to so much later; answers when each is due. */
async function layJobs(name: string, spreadMs: number): Promise<Map<string, number>> {
  const due = new Map<string, number>();
  const now = Date.now() + SECOND_MS;
  for (let i = 0; i < JOBS; i++) {
    const path = `/${name}/${i}`;
    due.set(path, now + Math.round((i * spreadMs) / JOBS));
    await made('/jobs', { url: seller.url(path), scheduled_at: new Date(due.get(path)!).toISOString() });
  }
  return due;
}

async function ordersAsked(): Promise<string[]> {
  const { seller_id } = await made<{ seller_id: string }>('/v1/sellers', { name: 'Apart' });
  await made('/v1/tools', {
    ...{ seller_id, short_id: 'asked', name: 'A tool', auth_headers: { 'x-k': 'k' }, job_url: seller.url('/job') },
    ...{ status_url: seller.url('/status/{order_id}'), poll: { strategy: 'fixed', interval_s: GAP_MS / SECOND_MS } },
  });
  const ids = Array.from({ length: ORDERS }, () =>
    made<{ order_id: string }>('/v1/orders', { short_id: 'asked', inputs: {}, deadline_s: 60 }),
  );
  return (await Promise.all(ids)).map(({ order_id }) => order_id);
}

/** Each once, and none before its time. */
async function expectOnceAndInTime(due: ReadonlyMap<string, number>): Promise<void> {
  const last = Math.max(...due.values());
  await eventually(() => [...due.keys()].every((path) => seenAt(path).length > 0), {
    withinMs: last - Date.now() + LATE_MS,
    every: 50,
  });
  const lateness = [...due].map(([path, at]) => (seenAt(path)[0] ?? Infinity) - at);
  tell(`jobs came ${Math.min(...lateness)} to ${Math.max(...lateness)} ms after their times`);
  expect(Math.min(...lateness)).toBeGreaterThan(-EARLY_MS);
  expect(Math.max(...lateness)).toBeLessThan(LATE_MS);
  expect([...due.keys()].filter((path) => seenAt(path).length !== 1)).toEqual([]);
}

it('workers whose calendars are twelve hours apart, and jump, claim nothing twice and begin nothing early', async () => {
  page('POST', '/:name/:nth', () => ({}));
  page('POST', '/job', () => ({ status: 'processing' }));
  page('GET', '/status/:id', () => ({ status: 'processing' }));
  page('POST', '/tick', () => ({}));
  const { schedule_id } = await made<{ schedule_id: string }>('/schedules', {
    url: seller.url('/tick'),
    cron: '* * * * *',
  });
  const far = new Date(Date.now() + HOUR_MS).toISOString();
  const { job_id } = await made<{ job_id: string }>('/jobs', { url: seller.url('/far/0'), scheduled_at: far });
  const orders = await ordersAsked();

  await expectOnceAndInTime(await layJobs('apart', 6_000));
  const jumping = await layJobs('jumping', 6_000);
  ahead!.setCalendar('-6h');
  behind!.setCalendar('+6h');
  api!.setCalendar('+7h');
  await expectOnceAndInTime(jumping);
  ahead!.setCalendar('+5h');
  behind!.setCalendar('+0');
  await expectOnceAndInTime(await layJobs('after', 3_000));

  // Orders are asked until their deadline, and end then: at sixty seconds by the database.
  await eventually(async () => (await ask(`SELECT 1 FROM orders WHERE status = 'expired'`)).length === ORDERS, {
    withinMs: MINUTE_MS + LATE_MS,
    every: 200,
  });
  const ended = await ask<{ ms: number }>('SELECT (completed_at - created_at)::int AS ms FROM orders');
  expect(Math.min(...ended.map(({ ms }) => ms))).toBeGreaterThanOrEqual(MINUTE_MS);
  expect(Math.max(...ended.map(({ ms }) => ms))).toBeLessThan(MINUTE_MS + 2 * LATE_MS);
  // A plan's gap is a tenth shorter or longer, and the last look is at the deadline.
  const gaps = orders.flatMap((id) => gapsOf(seenAt(`/status/${id}`)).slice(0, -1));
  tell(`${gaps.length} gaps between checks, of ${Math.min(...gaps)} to ${Math.max(...gaps)} ms`);
  expect(gaps.length).toBeGreaterThan(ORDERS * 10);
  expect(Math.min(...gaps)).toBeGreaterThan(GAP_MS * 0.9 - EARLY_MS);
  expect(seenAt('/job')).toHaveLength(ORDERS);

  await eventually(() => marketplace.events.filter(({ type }) => type === 'order.expired').length === ORDERS);
  expect(marketplace.deliveries.filter(({ problem }) => problem)).toEqual([]);
  expect(marketplace.deliveries).toHaveLength(marketplace.events.length);
  expect(wrongTimes).toEqual([]);
  await expectNothingTwice();
  await expectTicks(schedule_id);
  await expectSweeps();
  expect(seenAt('/far/0')).toEqual([]);
  expect((await api!.call('GET', `/jobs/${job_id}`)).body).toMatchObject({ status: 'scheduled', next_attempt_at: far });
  for (const server of started) expect([...server.logged('clock.jumped'), ...server.logged('error')]).toEqual([]);
}, 180_000);

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((at, i) => at - (times[i] ?? NaN));
}

/** No number of an attempt is given twice, and each process had its part in the work. */
async function expectNothingTwice(): Promise<void> {
  const twice = await ask(`SELECT kind, job_id, order_id, notification_id, attempt_num FROM attempts
    WHERE kind <> 'check' GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1`);
  expect(twice).toEqual([]);
  const begun = await ask<{ n: number }>(`SELECT count(*)::int AS n FROM attempts WHERE kind = 'job'`);
  expect(begun[0]?.n).toBe(
    [...seen].filter(([path]) => /^\/(?:apart|jumping|after|tick)/.test(path)).flatMap(([, at]) => at).length,
  );
  for (const worker of [ahead, behind]) expect(worker!.logged('attempt').length).toBeGreaterThan(0);
}

/** One job for each whole minute of the database's, none before it. */
async function expectTicks(schedule: string): Promise<void> {
  const ticks = await ask<{ at: number; began: number }>(
    `SELECT scheduled_at::float AS at, started_at::float AS began FROM jobs WHERE schedule_id = '${schedule}'`,
  );
  tell(`ticks: ${JSON.stringify(ticks)}`);
  expect(ticks.length).toBeGreaterThan(0);
  expect(new Set(ticks.map(({ at }) => at)).size).toBe(ticks.length);
  expect(seenAt('/tick')).toHaveLength(ticks.length);
  for (const { at, began } of ticks) {
    expect(at % MINUTE_MS).toBe(0);
    expect(began - at).toBeGreaterThanOrEqual(-EARLY_MS);
    expect(began - at).toBeLessThan(LATE_MS);
  }
}

/** Each tick of the sweep opens one, soon after it. */
async function expectSweeps(): Promise<void> {
  const sweeps = await ask<{ tick: number; late: number }>(
    `SELECT tick_at::float AS tick, (opened_at - tick_at)::int AS late FROM sweeps ORDER BY tick_at`,
  );
  tell(`${sweeps.length} sweeps, ${Math.max(...sweeps.map(({ late }) => late))} ms late at most`);
  expect(Math.min(...sweeps.map(({ late }) => late))).toBeGreaterThanOrEqual(-EARLY_MS);
  expect(Math.max(...sweeps.map(({ late }) => late))).toBeLessThan(LATE_MS);
  expect(new Set(gapsOf(sweeps.map(({ tick }) => tick)))).toEqual(new Set([SWEEP_MS]));
}
