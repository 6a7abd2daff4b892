import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { CrashWorld } from './crash-world.js';
import { Dice } from './dice.js';

const ORDERS = 300;
const KILLS = 5;
const dice = new Dice(Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31)));
let world: CrashWorld;

beforeAll(async () => {
  process.stderr.write(`crash test of bulks: CRASH_SEED=${dice.seed}\n`);
  world = await CrashWorld.open();
  world.seller.on('POST', '/tool/job', () => ({ status: 422, body: {} }));
  await world.start();
  const seller = (await world.call('POST', '/v1/sellers', { name: 'Ada' })).body.seller_id as string;
  await world.registerTool(seller, 'tool', { max_concurrency: 50 });
  const wish = { short_id: 'tool', inputs: {} };
  for (let i = 0; i < ORDERS; i += 50)
    await Promise.all(Array.from({ length: 50 }, () => world.call('POST', '/v1/orders', wish)));
  await eventually(async () => (await matched()) === ORDERS, { withinMs: 60_000, every: 100 });
}, 120_000);
afterAll(() => world?.close());

const matched = async () =>
  (await world.call('POST', '/v1/orders/bulk', { action: 'retry', filter: {}, dry_run: true })).body.matched as number;

it(`a bulk retry of ${ORDERS} orders goes on after each SIGKILL, and opens no order’s run twice`, async () => {
  // All fail again while it goes on: whoever lost its place would send them once more.
  const { bulk_id: id } = (await world.call('POST', '/v1/orders/bulk', { action: 'retry', filter: {} })).body as {
    bulk_id: string;
  };
  const read = async () => (await world.call('GET', `/v1/orders/bulk/${id}`)).body as { status: string; done: number };
  let cut = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const least = ((kill - 1) * ORDERS) / (KILLS + 1);
    const { status } = await eventually(
      async () => {
        const bulk = await read();
        return bulk.done > least || bulk.status === 'done' ? bulk : null;
      },
      { withinMs: 60_000, every: 1 },
    );
    await sleep(dice.between(0, 4));
    if (status === 'running') cut++;
    await world.kill();
    await world.start();
  }
  expect(cut).toBeGreaterThan(0);
  const bulk = await eventually(async () => ((await read()).status === 'done' ? read() : null), {
    withinMs: 60_000,
    every: 50,
  });
  expect(bulk).toMatchObject({ matched: ORDERS, done: ORDERS, changed: ORDERS, skipped: 0, failed: 0 });
  await eventually(async () => (await matched()) === ORDERS, { withinMs: 60_000, every: 100 });
  expect(await world.stop()).toBe(true);
  const database = new Database(world.databasePath, { readonly: true });
  expect(database.prepare('SELECT run, status, count(*) AS n FROM orders GROUP BY run, status').all()).toEqual([
    { run: 2, status: 'failed', n: ORDERS },
  ]);
  const retries = `SELECT count(*) AS n FROM order_events WHERE cause_kind = 'retry' AND cause_actor = 'ADMIN_TOKEN'`;
  expect(database.prepare(retries).get()).toEqual({ n: ORDERS });
  database.close();
}, 240_000);
