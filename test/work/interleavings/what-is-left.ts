import { expect } from '@jest/globals';
import type { PostgresDatabase } from '../../../src/storage/database/postgres.js';
import { CLAIM, type WorkRow } from '../../../src/storage/entities/work.js';
import { jobIdOf, queueOf } from '../../../src/work/distributed/boss.js';
import type { Model } from './model.js';
import { clock, type Process } from './processes.js';
import { LATER_MS } from './steps.js';

interface Job {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** In how many milliseconds it is due; null: never. */
  readonly waits: number | null;
}

/** A job waits by the database's clock, its row by the test's, which stands still. */
const APART_MS = 60_000;

/** Nobody is at work: rows are as the model has them, each has one job, and job and row say the same. */
export async function expectAgreement(database: PostgresDatabase, model: Model): Promise<void> {
  const rows = await database.statement<WorkRow>('SELECT * FROM work ORDER BY work_id');
  const plain = ({ work_id, attempt, taken, claim, due_at }: Omit<WorkRow, 'key'>) =>
    `${work_id} attempt ${attempt} taken ${taken} claim ${claim} due ${due_at}`;
  const modelled = model.all().map((row) => plain(row as unknown as WorkRow));
  expect(rows.map(plain)).toEqual([...modelled].sort());
  const jobs = await database.statement<Job>(
    `SELECT id, name, state, CASE WHEN start_after = 'infinity' THEN NULL
       ELSE extract(epoch FROM start_after - now())::float8 * 1000 END AS waits FROM pgboss.job`,
  );
  expect(jobs.map(({ id, name }) => `${id} ${name}`).sort()).toEqual(
    rows.map((row) => `${jobIdOf(row)} ${queueOf(row.kind)}`).sort(),
  );
  for (const row of rows) {
    const job = jobs.find(({ id }) => id === jobIdOf(row));
    const mayBeFetched = model.anyDied || model.wasSilent(row.work_id);
    if (!job || !agrees(row, job, mayBeFetched))
      throw new Error(`Row and job differ: ${plain(row)}; ${JSON.stringify(job)}`);
  }
}

/** `mayBeFetched`: somebody may have fetched the job and never taken the row; the expiry finds it. */
function agrees({ claim, due_at }: WorkRow, { state, waits }: Job, mayBeFetched: boolean): boolean {
  // Taken back by the expiry: whoever looks next finds it.
  if (claim === CLAIM.held) return state === 'active' || state === 'retry';
  if (claim === CLAIM.free && state !== 'created') return mayBeFetched;
  if (claim === CLAIM.free) return waits !== null && Math.abs(due_at - clock.now() - waits) < APART_MS;
  return state === 'created' && waits === null;
}

/** Time passes, and all who held something are gone: whatever has not ended is found, and ends. */
export async function expectNothingLost(database: PostgresDatabase, finder: Process, model: Model): Promise<void> {
  await database.script(
    `UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE state = 'active';
     UPDATE pgboss.job SET start_after = start_after - interval '2 hours' WHERE state = 'created'`,
  );
  clock.advance(2 * LATER_MS);
  await finder.boss.expire();
  const found = [
    ...(await finder.source.takeDue(clock.now(), 10, [])),
    ...(await finder.source.takeSetAside('a', 10)),
  ].filter(({ claim }) => claim === CLAIM.held);
  expect(found.map(({ work_id }) => work_id).sort()).toEqual(
    model
      .all()
      .map(({ work_id }) => work_id)
      .sort(),
  );
  await finder.database.unit.run(async (tx) => {
    for (const row of found) expect(await finder.work.finish(tx, row)).toBe(true);
  });
  expect(await database.statement('SELECT id FROM pgboss.job')).toEqual([]);
}
