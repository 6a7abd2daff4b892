import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DatabaseClock } from '../../src/storage/database/database-clock.js';
import { openPostgres, type PostgresDatabase } from '../../src/storage/database/postgres.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { openSharedQueue } from '../../src/work/distributed/distributed-engine.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { workRow } from './work-row.js';

const PROCESSES = 8;
const WAIT_MS = 60_000;

let postgres: TestPostgres;
let url: string;
const open: PostgresDatabase[] = [];
const clocks: DatabaseClock[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.remove());
beforeEach(async () => {
  url = await postgres.fresh();
});
afterEach(async () => {
  for (const clock of clocks.splice(0)) clock.stop();
  for (const database of open.splice(0)) await database.close();
});

/** The queue as one process more opens it, by the database's clock. */
async function start() {
  const database = await openPostgres(url);
  open.push(database);
  const ask = async () => {
    const [row] = await database.read<{ ms: number }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms');
    return Number(row?.ms);
  };
  const clock = await DatabaseClock.start({ ask });
  clocks.push(clock);
  const shared = await openSharedQueue({ database, url, clock });
  return { database, clock, store: new WorkStore(database, shared.queue) };
}

it('is prepared once by processes that start at the same moment on a new database, and by those that come while others work', async () => {
  const all = await Promise.all(Array.from({ length: PROCESSES }, start));
  let working = true;
  const { database, clock, store } = all[0]!;
  const flow = (async () => {
    for (let n = 0; working; n++)
      await database.unit.run((tx) => store.add(tx, { ...workRow({ subject: `s${n}` }), due_at: clock.now() }));
  })();
  await Promise.all(Array.from({ length: PROCESSES }, start));
  working = false;
  await flow;
  const [index] = await database.read<{ n: number }>(
    `SELECT count(*) AS n FROM pg_indexes WHERE indexname = 'job_active'`,
  );
  expect(index?.n).toBe(1);
});

it('lets a job wait for the instant of its row, however long the unit took that laid it down or moved it', async () => {
  const { database, clock, store } = await start();
  const apart = async () => {
    const sql = `SELECT w.due_at - extract(epoch FROM j.start_after) * 1000 AS ms FROM work w JOIN pgboss.job j ON j.id = CAST(substr(w.work_id, 5) AS uuid)`;
    return (await database.read<{ ms: number }>(sql)).map(({ ms }) => Math.abs(ms));
  };
  await database.unit.run(async (tx) => {
    await tx.query('SELECT pg_sleep(0.5)');
    await store.add(tx, { ...workRow({ subject: 'slow' }), due_at: clock.now() + WAIT_MS });
  });
  expect(await apart()).toEqual([expect.closeTo(0, -1)]);
  await database.unit.run(async (tx) => {
    await store.moveTo(tx, 'check', 'slow', clock.now() + 2 * WAIT_MS);
    await tx.query('SELECT pg_sleep(0.2)');
  });
  expect(await apart()).toEqual([expect.closeTo(0, -1)]);
});
