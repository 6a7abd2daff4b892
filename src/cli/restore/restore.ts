import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '../../settings/load-settings.js';
import { openFiles, type FilesPlace } from '../../storage/files/open-files.js';
import { DUMP, PREVIOUS_KEY_FILE } from '../../upkeep/backup-manifest.js';
import { restoreInstallation, type Restored, type RestoreParts } from '../../upkeep/restore.js';
import { CommandProblem, ProgressLine, type CommandWorld } from '../command.js';

export const USAGE = `Puts a backup in place, where no database is yet.

  npm run restore -- --from FOLDER [--to DATA_FOLDER]

DATA_FOLDER takes roundtrip.sqlite, files/ and the keys; without --to, they go where DATABASE_URL and STORAGE_URL say.
Of a backup of Postgres the result files are put in place; pg_restore takes its database.dump.
Everything is verified before anything is written. docs/backup.md tells the rest.
`;

const OPTIONS = { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } } as const;

/** Runs the command; answers its exit code. */
export async function restore(args: readonly string[], world: CommandWorld): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    world.out(USAGE);
    return 0;
  }
  const { storage, ...to } = placeOf(wishes.to, world);
  const lines = { verified: new ProgressLine(world, 'verified'), placed: new ProgressLine(world, 'placed') };
  const restored = await restoreInstallation({
    ...{ from: wishes.from, ...to, files: await openFiles(storage) },
    told: (step, done, of) => lines[step].show(done / of, `(${done} files)`),
  });
  lines.placed.end();
  tell(world, { ...wishes, database: to.database }, restored);
  return 0;
}

function readWishes(args: readonly string[]): { from: string; to: string | undefined } | null {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    throw new CommandProblem((error as Error).message, 2);
  }
  if (values.help) return null;
  if (!values.from) throw new CommandProblem('--from is missing: name the folder of a backup.', 2);
  return { from: values.from, to: values.to };
}

type Place = Pick<RestoreParts, 'database' | 'given'> & { readonly storage: FilesPlace };

function placeOf(to: string | undefined, { env }: CommandWorld): Place {
  const loaded = loadSettings(to === undefined ? env : { ...env, DATABASE_URL: undefined, STORAGE_URL: undefined });
  if (!loaded.ok) throw new CommandProblem(loaded.problem, 2);
  const { database, storage, encryptionKey, encryptionKeyPrevious } = loaded.settings;
  const given = { encryptionKey, encryptionKeyPrevious };
  if (to !== undefined)
    return { database: join(to, 'roundtrip.sqlite'), storage: { kind: 'file', path: join(to, 'files') }, given };
  return { database: database.kind === 'sqlite' ? database.path : null, storage, given };
}

function tellDump(world: CommandWorld, from: string, { files }: Restored['manifest']): void {
  if (!files.some(({ path }) => path === DUMP)) return;
  const command = `pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" ${join(from, DUMP)}`;
  world.out(`The dump beside them is as it was backed up. If it is not in its database yet: ${command}\n`);
}

const NO_KEY =
  'There is no key here to try: put its encryption key beside it, or set ENCRYPTION_KEY, before the server starts.';

interface Placed {
  readonly from: string;
  readonly database: string | null;
}

function tell(world: CommandWorld, { from, database }: Placed, { manifest, isKeyProven }: Restored): void {
  const what = manifest.database ? database : 'result files';
  world.out(`Restored ${what} as of ${manifest.made_at}: ${manifest.files.length} files, each by its sha256.\n`);
  if (!manifest.has_files) world.out('Its result files lie on S3: set STORAGE_URL to where they are.\n');
  if (manifest.lost_files.length > 0)
    world.err(`${manifest.lost_files.length} files that results name had been lost before the backup.\n`);
  if (!manifest.database) return tellDump(world, from, manifest);
  world.out(isKeyProven ? 'The key opens it.\n' : `${NO_KEY}\n`);
  if (manifest.files.some(({ path }) => path === PREVIOUS_KEY_FILE))
    world.out(`It was made while keys were rotated: set ENCRYPTION_KEY_PREVIOUS to what is in ${PREVIOUS_KEY_FILE}.\n`);
}
