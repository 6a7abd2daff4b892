import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntityMetadata, QueryRunner } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { openSqlite, rawConnection, type Database } from '../../src/storage/database/database.js';
import { entities } from '../../src/storage/entities/index.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { notPortable } from './portable-sql.js';

let folder: TempFolder;
let database: Database;

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('schema.sqlite'));
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

/** What TypeORM would have to run to make the tables what the entities say. */
async function wantedChanges(): Promise<string[]> {
  const log = await database.writer.driver.createSchemaBuilder().log();
  return log.upQueries.map((step) => step.query);
}

const schema = () => database.read('SELECT type, name, sql FROM sqlite_master ORDER BY type, name');

describe('the entities', () => {
  it('are what the migrations make', async () => {
    expect(await wantedChanges()).toEqual([]);
  });

  it('are compared in earnest: a column or an index that differs is noticed', async () => {
    const raw = rawConnection(database.writer);
    raw.exec('DROP INDEX work_due');
    expect((await wantedChanges()).join('\n')).toMatch(/work_due/);
    raw.exec('ALTER TABLE seals ADD COLUMN stray text');
    expect((await wantedChanges()).join('\n')).toMatch(/stray|seals/);
  });

  /** The builder does not look at the order of an index's columns, nor at its condition. */
  it('name the same columns in the same order for each index, with the same condition', async () => {
    for (const entity of database.writer.entityMetadatas) {
      expect({ [entity.tableName]: await indexesMade(entity.tableName) }).toEqual({
        [entity.tableName]: indexesSaid(entity),
      });
    }
  });

  it('say the same type and the same of null for each column', async () => {
    for (const entity of database.writer.entityMetadatas) {
      const made = await database.read<Column>(
        'SELECT name, lower(type) AS type, "notnull" AS not_null, pk FROM pragma_table_info($1) ORDER BY name',
        [entity.tableName],
      );
      expect({ [entity.tableName]: made }).toEqual({ [entity.tableName]: columnsSaid(entity) });
    }
  });

  it('are all there are', async () => {
    const tables = await database.read<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations' ORDER BY name`,
    );
    expect(tables.map((table) => table.name)).toEqual(database.writer.entityMetadatas.map((e) => e.tableName).sort());
    expect(database.writer.entityMetadatas).toHaveLength(entities.length);
  });
});

interface Column {
  readonly name: string;
  readonly type: string;
  readonly not_null: number;
  /** Place in the primary key, from 1; 0 outside it. */
  readonly pk: number;
}

function columnsSaid(entity: EntityMetadata): Column[] {
  const columns = entity.columns.map((column) => ({
    name: column.databaseName,
    type: column.type as string,
    not_null: column.isNullable ? 0 : 1,
    pk: entity.primaryColumns.indexOf(column) + 1,
  }));
  return columns.sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Index = Record<string, { columns: string[]; unique: boolean; where: string | null }>;

function indexesSaid(entity: EntityMetadata): Index {
  return Object.fromEntries(
    entity.indices.map((index) => [
      index.name,
      {
        columns: index.columns.map((column) => column.databaseName),
        unique: index.isUnique,
        where: index.where ?? null,
      },
    ]),
  );
}

async function indexesMade(table: string): Promise<Index> {
  const indexes = await database.read<{ name: string; is_unique: number }>(
    `SELECT name, "unique" AS is_unique FROM pragma_index_list($1) WHERE origin = 'c'`,
    [table],
  );
  const made: Index = {};
  for (const { name, is_unique } of indexes) {
    const columns = await database.read<{ name: string }>('SELECT name FROM pragma_index_info($1) ORDER BY seqno', [
      name,
    ]);
    const [{ sql } = { sql: '' }] = await database.read<{ sql: string }>(
      'SELECT sql FROM sqlite_master WHERE name = $1',
      [name],
    );
    const where = / WHERE (.*)$/s.exec(sql)?.[1] ?? null;
    made[name] = { columns: columns.map((column) => column.name), unique: is_unique === 1, where };
  }
  return made;
}

describe('the migrations', () => {
  it('do nothing the second time, whether asked again or opened again', async () => {
    const before = await schema();
    const applied = await database.read('SELECT name FROM migrations ORDER BY id');
    expect(applied).toEqual(migrations.map((migration) => ({ name: migration.name })));
    expect(await database.writer.runMigrations({ transaction: 'each' })).toEqual([]);
    expect(await database.writer.showMigrations()).toBe(false);
    await database.close();
    database = await openSqlite(folder.join('schema.sqlite'));
    expect(await schema()).toEqual(before);
    expect(await database.read('SELECT name FROM migrations ORDER BY id')).toEqual(applied);
  });

  it('are written so that Postgres takes them too', async () => {
    for (const sql of await statements()) expect({ sql, foreign: notPortable(sql) }).toEqual({ sql, foreign: [] });
  });

  it('know three types of column, and no default that a database fills in by itself', async () => {
    const tables = (await statements()).filter((sql) => sql.startsWith('CREATE TABLE'));
    const lines = tables.flatMap((sql) => sql.split('\n').slice(1, -1));
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines)
      expect(line).toMatch(/^ {4}(\w+ (text|integer|bigint)( NOT NULL)?|PRIMARY KEY \(\w+(, \w+)*\)),?$/);
  });

  it('are checked for what only SQLite understands', () => {
    const foreign = [
      'CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT)',
      'CREATE TABLE a (id text) WITHOUT ROWID',
      `UPDATE a SET at = datetime('now')`,
      'INSERT OR IGNORE INTO a VALUES (1)',
      'SELECT * FROM a WHERE id = ?',
      'SELECT * FROM a WHERE id IN (SELECT value FROM json_each($1))',
      'SELECT * FROM a WHERE name = "x"',
    ];
    for (const sql of foreign) expect({ sql, found: notPortable(sql).length }).not.toMatchObject({ found: 0 });
    expect(notPortable(`SELECT 1 FROM a WHERE kind = 'pragma [x] ?'`)).toEqual([]);
  });
});

/** Every statement that the migrations run. */
async function statements(): Promise<string[]> {
  const run: string[] = [];
  // Empty tables: what a migration reads answers nothing.
  const query = async (sql: string) => (run.push(sql), []);
  const runner = { query } as unknown as QueryRunner;
  for (const Migration of migrations) await new Migration().up(runner);
  expect(run.length).toBeGreaterThan(20);
  return run;
}
