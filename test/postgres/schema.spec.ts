import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { migrations } from '../../migrations/index.js';
import type { Database } from '../../src/storage/database/database.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';

let folder: TempFolder;
let database: Database;
beforeEach(async () => {
  folder = makeTempFolder();
  database = await openTestDatabase(folder);
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

it('the entities are what the migrations make on Postgres', async () => {
  expect(await wantedChanges()).toEqual([]);
});

it('they are compared in earnest: a column or an index that differs is noticed', async () => {
  await database.writer.query('DROP INDEX work_due');
  expect((await wantedChanges()).join('\n')).toMatch(/work_due/);
  await database.writer.query('ALTER TABLE seals ADD COLUMN stray text');
  expect((await wantedChanges()).join('\n')).toMatch(/stray/);
});

it('several processes that start at once migrate once', async () => {
  const opened = await Promise.all(Array.from({ length: 4 }, () => openTestDatabase(folder)));
  await Promise.all(opened.map((one) => one.close()));
  const applied = await database.read('SELECT name FROM migrations ORDER BY id');
  expect(applied).toEqual(migrations.map((migration) => ({ name: migration.name })));
});
