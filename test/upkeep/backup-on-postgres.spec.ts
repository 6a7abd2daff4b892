import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, it } from '@jest/globals';
import pg from 'pg';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { drillOnPostgres } from './drill-on-postgres.js';

let postgres: TestPostgres;
beforeAll(async () => void (postgres = await startTestPostgres()));
afterAll(() => postgres.remove());

/** The Postgres that npm brings has no `pg_dump`: `test/system` runs the drill with the real one. */
const tools = {
  fresh: () => postgres.fresh(),
  dump: (url: string, path: string) =>
    connected(url, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const tables: Record<string, string> = {};
      for (const table of await tablesOf(client)) {
        const { rows } = await client.query(`SELECT coalesce(json_agg(t), '[]')::text AS rows FROM "${table}" AS t`);
        tables[table] = (rows[0] as { rows: string }).rows;
      }
      writeFileSync(path, JSON.stringify(tables), { mode: 0o600 });
    }),
  load: async (path: string, url: string) => {
    await (await openPostgres(url)).close();
    const tables = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    await connected(url, async (client) => {
      for (const [table, rows] of Object.entries(tables)) {
        await client.query(`DELETE FROM "${table}"`);
        await client.query(`INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1)`, [
          rows,
        ]);
      }
    });
  },
};

it('a dump of Postgres and the files beside it, made while the server runs, restore to one that goes on', async () => {
  await drillOnPostgres(tools);
}, 90_000);

async function connected(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await act(client).finally(() => client.end());
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
  return (rows as { tablename: string }[]).map(({ tablename }) => tablename);
}
