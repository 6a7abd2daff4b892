import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { wordsOf } from '../../domain/words-of.js';
import { databaseUrl } from '../../settings/parse-addresses.js';
import type { Database } from '../../storage/database/database.js';
import { openPostgres } from '../../storage/database/postgres.js';
import { acquireProcessLock } from '../../storage/process-lock.js';
import { moveToPostgres, type MovedTable } from '../../upkeep/move-to-postgres.js';
import { CommandProblem, type CommandWorld } from '../command.js';
import { openBeside } from '../open-beside.js';

export const USAGE = `Copies a SQLite database into an empty Postgres.

  npm run migrate:to-postgres -- --from FILE --to URL

FILE is the database of a server that is stopped (data/roundtrip.sqlite); URL is postgres://user:password@host:port/name,
or DATABASE_URL where --to is left out. It may be ended and run again. Result files stay where they are.
docs/moving-to-postgres.md tells the rest.
`;

const OPTIONS = { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } } as const;

interface Wishes {
  readonly from: string;
  readonly to: string;
}

/** Runs the command; answers its exit code: 1 where a table did not arrive as it was. */
export async function migrateToPostgres(args: readonly string[], world: CommandWorld): Promise<number> {
  const wishes = readWishes(args, world);
  if (wishes === null) {
    world.out(USAGE);
    return 0;
  }
  if (!existsSync(wishes.from)) throw new CommandProblem(`--from ${wishes.from} is not there.`, 2);
  const lock = acquireProcessLock(wishes.from);
  if (!lock.ok) throw new CommandProblem(lock.problem);
  const opened: Database[] = [];
  try {
    const source = await openBeside({ database: { kind: 'sqlite', path: wishes.from } });
    opened.push(source);
    const target = await openPostgres(wishes.to).catch((error: unknown) => {
      throw new CommandProblem(`--to: Postgres cannot be opened: ${wordsOf(error)}.`);
    });
    opened.push(target);
    const told = (table: string, rows: number) => world.out(lineOf(world, table, rows));
    return tell(world, await moveToPostgres({ source, target, told }));
  } finally {
    for (const database of opened) await database.close();
    lock.release();
  }
}

function readWishes(args: readonly string[], { env }: CommandWorld): Wishes | null {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    throw new CommandProblem((error as Error).message, 2);
  }
  if (values.help) return null;
  const { from = '', to = env['DATABASE_URL'] ?? '' } = values;
  if (from === '') throw new CommandProblem('--from is missing: name the file of the SQLite database.', 2);
  const parsed = databaseUrl(to);
  if (!parsed.ok || parsed.value.kind !== 'postgres')
    throw new CommandProblem('--to must be postgres://<user>:<password>@<host>:<port>/<database>.', 2);
  return { from: from.replace(/^sqlite:(\/\/)?/, ''), to };
}

function lineOf({ onTerminal }: CommandWorld, table: string, rows: number): string {
  return onTerminal ? `\r\u001b[K${table} ${rows}` : `${table} ${rows}\n`;
}

function tell(world: CommandWorld, moved: readonly MovedTable[]): number {
  if (world.onTerminal) world.out('\r\u001b[K');
  world.out(`${'table'.padEnd(20)}${'rows'.padStart(10)}${'arrived'.padStart(10)}  digest\n`);
  for (const { table, source, target } of moved) {
    const said = source.equals(target) ? source.short : `${source.short} is not ${target.short}`;
    world.out(`${table.padEnd(20)}${String(source.rows).padStart(10)}${String(target.rows).padStart(10)}  ${said}\n`);
  }
  const replaced = moved.reduce((sum, of) => sum + of.replaced, 0);
  if (replaced > 0)
    world.out(`${replaced} texts held NUL characters, which Postgres cannot keep: U+FFFD stands for them.\n`);
  const wrong = moved.filter(({ source, target }) => !source.equals(target)).map(({ table }) => table);
  if (wrong.length > 0)
    throw new CommandProblem(
      `Not all arrived as it was: ${wrong.join(', ')}. The source has changed since the move began: empty the target and run it again.`,
    );
  world.out('All of it is there. Start the server with the same ENCRYPTION_KEY, ADMIN_TOKEN and STORAGE_URL.\n');
  return 0;
}
