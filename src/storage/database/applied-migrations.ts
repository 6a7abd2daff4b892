import { migrations } from '../../../migrations/index.js';
import type { Database } from './database.js';

/** What keeps this version from working on a database that it has not migrated itself; null where nothing does. */
export async function migrationsProblem(database: Pick<Database, 'read'>): Promise<string | null> {
  const applied = await database.read<{ name: string }>('SELECT name FROM migrations').catch(() => []);
  const names = new Set(applied.map(({ name }) => name));
  const known = migrations.map(({ name }) => name);
  if (names.size === 0) return 'This database was never started on: start the server once.';
  if (known.some((name) => !names.has(name)))
    return 'This database is of an older version: start the server of this version once.';
  return names.size > known.length ? 'This database is of a newer version: use the commands of that version.' : null;
}
