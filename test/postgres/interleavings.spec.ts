import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { openPostgres, type PostgresDatabase } from '../../src/storage/database/postgres.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { Gates } from '../work/interleavings/gates.js';
import { Model, nothingSeen } from '../work/interleavings/model.js';
import { clock, openProcess, startAnew, type Process } from '../work/interleavings/processes.js';
import { actors, doStep, KEYS, lay, type Actor } from '../work/interleavings/steps.js';
import { expectAgreement, expectNothingLost } from '../work/interleavings/what-is-left.js';

const INTERLEAVINGS = 1_000;
const BLOCKED = `SELECT count(DISTINCT pid)::int AS n FROM pg_locks WHERE NOT granted
  AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;

let server: TestPostgres;
let database: PostgresDatabase;
let watcher: pg.Client;
let gates: Gates;
let processes: Process[];

beforeAll(async () => {
  server = await startTestPostgres();
  const url = await server.fresh();
  watcher = new pg.Client({ connectionString: url });
  await watcher.connect();
  // Two that wait for each other are found at once, and nothing here has to outlive a power cut.
  const name = new URL(url).pathname.slice(1);
  for (const setting of [`deadlock_timeout = '10ms'`, 'synchronous_commit = off'])
    await watcher.query(`ALTER DATABASE ${name} SET ${setting}`);
  database = await openPostgres(url);
  gates = new Gates(async () => (await watcher.query<{ n: number }>(BLOCKED)).rows[0]?.n ?? 0);
  processes = [];
  for (const name of ['A', 'B', 'C', 'finder']) processes.push(await openProcess(name, database, gates));
});
afterAll(async () => {
  await watcher.end();
  await database.close();
  await server.remove();
});

const seen = nothingSeen();
const orders = new Set<string>();
/** What the last one left has ended. */
let isClean = false;

async function interleave(acting: readonly Actor[], scheduler: fc.Scheduler): Promise<void> {
  const [finder] = processes.slice(-1) as [Process];
  if (!isClean) await database.script('DELETE FROM pgboss.job; DELETE FROM work');
  isClean = false;
  for (const process of processes) startAnew(process);
  const model = new Model(clock.now(), seen);
  await finder.database.unit.run(async (tx) => {
    for (const key of KEYS) model.laid((await lay(finder.work, tx, key)) as never);
  });
  const wrong: unknown[] = [];
  gates.open(scheduler);
  await gates.runAll(
    acting.map((actor) => async () => {
      const process = processes[actor.process] as Process;
      for (const step of actor.steps)
        if (!process.life.isDead)
          await doStep(process, model, step).catch((error: unknown) => void (process.life.isDead || wrong.push(error)));
    }),
  );
  gates.open(null);
  orders.add(
    scheduler
      .report()
      .map(({ taskId, label }) => `${taskId} ${label}`)
      .join(),
  );
  if (wrong.length > 0) throw wrong[0];
  await expectAgreement(database, model);
  await expectNothingLost(database, finder, model);
  isClean = true;
}

it('processes that fetch, lose, run again, end, move, cancel and give back work in any order write nothing stale, end nothing twice, and lose nothing', async () => {
  await fc.assert(fc.asyncProperty(actors, fc.scheduler(), interleave), { numRuns: INTERLEAVINGS });
  // They differ, and what they are about did happen.
  expect(orders.size).toBeGreaterThan(0.9 * INTERLEAVINGS);
  for (const [what, times] of Object.entries(seen)) expect([what, times > INTERLEAVINGS / 100]).toEqual([what, true]);
}, 300_000);
