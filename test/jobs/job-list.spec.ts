import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/storage/database/database.js';
import type { JobFilter } from '../../src/storage/job-list.js';
import { JobStore } from '../../src/storage/job-store.js';
import { notPortable, strayParameters } from '../storage/portable-sql.js';
import { planOf, record, wholeReads } from '../storage/recording.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { onPostgres, openTestDatabase } from '../support/test-database.js';
import { execute } from '../storage/fill.js';

const MANY = 120_000;
/** From the newest: in the first page's windows, at the end of the last of them, just past it, and the oldest. */
const NEEDLES = [3, 49_999, 50_000, MANY - 1];

let folder: TempFolder;
let database: Database;

beforeAll(async () => {
  folder = makeTempFolder();
  database = await openTestDatabase(folder);
  const status = `CASE WHEN i IN (${NEEDLES.join(', ')}) THEN 'failed' ELSE 'success' END`;
  const url = `'https://a.test/' || CASE WHEN i IN (${NEEDLES.join(', ')}) THEN 'needle' ELSE 'hay' END`;
  await execute(
    database,
    `WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i < ${MANY - 1})
     INSERT INTO jobs (job_id, owner, request_id, method, shown_url, max_retries, timeout_s, backoff, schedule_id, status, attempts,
       scheduled_at, created_at, updated_at)
     SELECT ${idSql('i')}, 'sel_1', 'sch_1', 'POST', ${url}, 0, 30, 'linear', 'sch_1', ${status}, 1, i, 0, 0 FROM series;
     INSERT INTO call_requests (request_id, sealed) VALUES ('sch_1', '')`,
  );
});
afterAll(async () => {
  await database.close();
  folder.remove();
});

function idSql(i: string): string {
  return `'job_' || printf('%09d', ${MANY} - ${i})`;
}

const wanted = NEEDLES.map((i) => `job_${String(MANY - i).padStart(9, '0')}`);

/** The ids of a list, page by page. */
async function pagesOf(filter: JobFilter, limit: number): Promise<string[][]> {
  const store = new JobStore(database);
  const pages: string[][] = [];
  let below: string | null = null;
  do {
    const { rows, next } = await store.list(filter, limit, below);
    pages.push(rows.map(({ job_id }) => job_id));
    below = next;
  } while (below !== null);
  return pages;
}

const walks: readonly JobFilter[] = [{}, { owner: 'sel_1' }, { scheduleId: 'sch_1' }];

describe('a long list of jobs', () => {
  it.each(walks)('is walked in bounded steps: a page may be short, and no job is lost: %j', async (walk) => {
    const filter = { ...walk, q: 'NEEDLE' };
    expect(await pagesOf(filter, 20)).toEqual([wanted.slice(0, 2), [wanted[2]], [wanted[3]]]);
    expect((await pagesOf(filter, 1)).flat()).toEqual(wanted);
    expect((await pagesOf({ ...walk, q: 'lost' }, 20)).flat()).toEqual([]);
    expect((await pagesOf({ ...walk, after: MANY - 1 }, 20)).flat()).toEqual([wanted[3]]);
  });

  it.each([
    ['two thousand', { method: 'PUT' }, 25, 1_999],
    ['five hundred, where text is searched,', { q: 'lost' }, 100, 499],
  ])('turns to others every %s jobs, and answers after fifty thousand', async (_, filter, windows, offset) => {
    const { database: recorded, statements } = record(database);
    let turns = 0;
    const turn = (): void => void (turns++, (turning = setImmediate(turn)));
    let turning = setImmediate(turn);
    const { rows, next } = await new JobStore(recorded).list(filter, 20, null);
    clearImmediate(turning);
    expect([rows, next]).toEqual([[], `job_${String(MANY - 49_999).padStart(9, '0')}`]);
    expect(turns).toBeGreaterThanOrEqual(windows);
    const ends = statements.filter(({ sql }) => sql.includes('OFFSET'));
    expect([ends.length, ends.every(({ params }) => params.includes(offset))]).toEqual([windows, true]);
    const reads = statements.filter((statement) => !ends.includes(statement));
    expect([reads.length, reads.every(({ sql }) => sql.includes('job_id >='))]).toEqual([windows, true]);
  });

  it('has the few jobs of a status on one page, however old they are', async () => {
    expect(await pagesOf({ status: 'failed' }, 20)).toEqual([wanted]);
    expect(await pagesOf({ status: 'failed' }, 3)).toEqual([wanted.slice(0, 3), wanted.slice(3)]);
    expect(await pagesOf({ status: 'running' }, 3)).toEqual([[]]);
    expect(await pagesOf({ status: 'failed', method: 'POST', q: 'needle' }, 20)).toEqual([wanted]);
  });
});

describe('every list of jobs', () => {
  const choices: readonly JobFilter[][] = [
    [...walks, { owner: 'sel_1', scheduleId: 'sch_1' }],
    [{}, { status: 'failed' }, { status: 'success' }],
    [{}, { method: 'POST' }],
    [{}, { q: 'needle' }],
    [{}, { after: 1, before: 2 }],
  ];
  const filters = choices.reduce<JobFilter[]>(
    (sofar, more) => sofar.flatMap((filter) => more.map((one) => ({ ...filter, ...one }))),
    [{}],
  );

  it(`searches an index and sorts nothing, in all ${filters.length} combinations of filters`, async () => {
    const { database: recorded, statements } = record(database);
    for (const filter of filters) await new JobStore(recorded).list(filter, 20, 'job_000001000');
    const different = new Map(statements.map((statement) => [statement.sql, statement]));
    for (const statement of different.values()) {
      const steps = await planOf(database, statement);
      const plan = steps.join('\n');
      expect(wholeReads(steps)).toEqual([]);
      if (!onPostgres) expect(plan).toMatch(/SEARCH j USING (COVERING )?INDEX/);
      if (!onPostgres) expect(plan).not.toMatch(/SCAN (j|jobs|w|r)\b.*INDEX|TEMP B-TREE|AUTOMATIC/);
      expect(notPortable(statement.sql)).toEqual([]);
      expect(strayParameters(statement.sql, statement.params)).toEqual([]);
    }
    expect(different.size).toBeGreaterThan(40);
  });
});
