import { existsSync } from 'node:fs';
import { wordsOf } from '../domain/words-of.js';
import { loadSettings, type Settings } from '../settings/load-settings.js';
import { migrationsProblem } from '../storage/database/applied-migrations.js';
import { openSqlite, type Database } from '../storage/database/database.js';
import { openPostgres } from '../storage/database/postgres.js';
import { CommandProblem, type CommandWorld } from './command.js';

/** The server's settings, as a command beside it reads them. */
export function settingsOf({ env }: CommandWorld): Settings {
  const loaded = loadSettings(env);
  if (!loaded.ok) throw new CommandProblem(loaded.problem, 2);
  return loaded.settings;
}

/** Opens a database beside its servers: nothing is made and nothing migrated. */
export async function openBeside({ database: place }: Pick<Settings, 'database'>): Promise<Database> {
  if (place.kind === 'sqlite' && !existsSync(place.path))
    throw new CommandProblem(`${place.path} is not there: set DATABASE_URL to the server's database.`, 2);
  const database =
    place.kind === 'sqlite'
      ? await openSqlite(place.path, { migrates: false })
      : await openPostgres(place.url, { migrates: false }).catch((error: unknown) => {
          throw new CommandProblem(`DATABASE_URL: Postgres cannot be reached: ${wordsOf(error)}.`);
        });
  const problem = await migrationsProblem(database);
  if (problem === null) return database;
  await database.close();
  throw new CommandProblem(problem);
}
