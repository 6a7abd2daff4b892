import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '../../src/storage/database/database.js';
import type { SqlValue } from '../../src/storage/database/unit-of-work.js';
import type { TempFolder } from './temp-folder.js';
import { takenUpByTheDead } from './taken-up.js';
import { onPostgres, openTestDatabase } from './test-database.js';

type Row = Readonly<Record<string, SqlValue>>;
/** Rows by the name of their table. */
export type Copy = ReadonlyMap<string, readonly Row[]>;

/** Tables of ours, by name; not those that the database or the migrations keep for themselves. */
async function tablesOf(database: Database): Promise<string[]> {
  const sql =
    database.kind === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
      : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const tables = await database.read<{ name: string }>(sql);
  return tables.map(({ name }) => name).filter((name) => name !== 'migrations');
}

/** Every row of every table, as it is committed. */
export async function copyOf(database: Database): Promise<Copy> {
  const tables = await tablesOf(database);
  return new Map(
    await Promise.all(
      tables.map(async (name) => [name, await database.read<Row>(`SELECT * FROM ${name}`)] as [string, Row[]]),
    ),
  );
}

/** The same, as one text to search. */
export async function textOf(database: Database): Promise<string> {
  return JSON.stringify([...(await copyOf(database))]);
}

/** Whatever the database has on disk on SQLite, what was overwritten included; on Postgres what stands in its tables. */
export async function storedBytes(database: Database, folder: TempFolder): Promise<Buffer> {
  if (database.kind === 'postgres') return Buffer.from(await textOf(database));
  await database.writer.query('PRAGMA wal_checkpoint(TRUNCATE)');
  const files = readdirSync(folder.path).filter((name) => name.startsWith('roundtrip.sqlite'));
  return Buffer.concat(files.map((name) => readFileSync(folder.join(name))));
}

/** Makes the database of a folder what it was, as if the server had been killed then; while no server runs on it. */
export async function putBack(folder: TempFolder, copy: Copy): Promise<void> {
  const database = await openTestDatabase(folder);
  await database.unit.run(async (tx) => {
    for (const [table, rows] of copy) {
      await tx.run(`DELETE FROM ${table}`);
      for (const row of rows) {
        const places = Object.keys(row).map((_, i) => `$${i + 1}`);
        await tx.run(
          `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
          Object.values(row),
        );
      }
    }
  });
  await takenUpByTheDead(database, 'claim = 1');
  await database.close();
}

/** The database refuses rows of a table, or those of which the condition holds (of `NEW`), until what it answers is called. */
export async function refuseRows(
  database: Database,
  table: string,
  condition = '1 = 1',
): Promise<() => Promise<unknown>> {
  const run = (sql: string) => database.writer.query(sql);
  if (!onPostgres) {
    await run(`CREATE TRIGGER refused BEFORE INSERT ON ${table} WHEN ${condition}
      BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`);
    return () => run('DROP TRIGGER refused');
  }
  await run(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$`);
  await run(
    `CREATE TRIGGER refused BEFORE INSERT ON ${table} FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION refuse()`,
  );
  return () => run('DROP FUNCTION refuse() CASCADE');
}
