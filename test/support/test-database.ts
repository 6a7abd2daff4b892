import { randomBytes } from 'node:crypto';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { startTestPostgres } from './postgres.js';
import type { TempFolder } from './temp-folder.js';

/** Which database the tests of this run use: SQLite, or Postgres (test/postgres/jest.config.mjs). */
export const onPostgres = process.env['TEST_DATABASE'] === 'postgres';

const KEY = randomBytes(32).toString('base64');
/** A folder's database on Postgres: a server that is started again in its folder finds it. */
const known = new Map<TempFolder, string>();
/** The settings that name the database of an installation. */
export async function databaseOf(folder: TempFolder): Promise<Record<string, string>> {
  if (!onPostgres) return { DATABASE_URL: `sqlite:${folder.join('roundtrip.sqlite')}` };
  const url = known.get(folder) ?? (await (await startTestPostgres()).fresh());
  known.set(folder, url);
  return { DATABASE_URL: url, ENCRYPTION_KEY: KEY };
}

/** The database of an installation, migrated and open, for tests of what reads and writes it. */
export async function openTestDatabase(folder: TempFolder): Promise<Database> {
  const { DATABASE_URL = '' } = await databaseOf(folder);
  return onPostgres ? openPostgres(DATABASE_URL) : openSqlite(DATABASE_URL.replace('sqlite:', ''));
}
