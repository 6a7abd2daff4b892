import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../../domain/clock.js';
import { loadSettings, type Settings } from '../../settings/load-settings.js';
import { DiskFiles } from '../../storage/files/disk-files.js';
import {
  digestOf,
  DUMP,
  writeManifest,
  writeWhole,
  type BackupFile,
  type NewManifest,
} from '../../upkeep/backup-manifest.js';
import { copyAllFiles, copyInstallation } from '../../upkeep/backup.js';
import { CommandProblem, ProgressLine, type CommandWorld } from '../command.js';
import { findKeys, type KeyFile } from './find-keys.js';
import { tellBackup } from './tell-backup.js';

export const USAGE = `Copies a running installation: database, result files, and a manifest of them.

  npm run backup -- --to FOLDER [--with-key] [--files-only]

FOLDER is new or empty. --with-key copies the encryption key and the admin token too. --files-only copies the result
files alone, for Postgres: beside database.dump, which pg_dump has put into FOLDER before. The settings are the server's:
DATABASE_URL, STORAGE_URL and, with --with-key, ENCRYPTION_KEY. docs/backup.md tells the rest.
`;

const OPTIONS = {
  to: { type: 'string' },
  'with-key': { type: 'boolean' },
  'files-only': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

interface Wishes {
  readonly to: string;
  readonly withKey: boolean;
  readonly filesOnly: boolean;
}

/** Runs the command; answers its exit code. */
export async function backup(args: readonly string[], world: CommandWorld): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    world.out(USAGE);
    return 0;
  }
  const loaded = loadSettings(world.env);
  if (!loaded.ok) throw new CommandProblem(loaded.problem, 2);
  const { settings } = loaded;
  refuse(wishes, settings);
  const keys = wishes.withKey ? findKeys(settings) : [];
  await makeTarget(wishes);
  const startedAt = performance.now();
  const manifest = await copy(wishes, settings, keys, world);
  tellBackup(world, { manifest, settings, ...wishes, seconds: (performance.now() - startedAt) / 1_000 });
  return 0;
}

function readWishes(args: readonly string[]): Wishes | null {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    throw new CommandProblem((error as Error).message, 2);
  }
  if (values.help) return null;
  if (!values.to) throw new CommandProblem('--to is missing: name a folder that is new or empty.', 2);
  return { to: values.to, withKey: values['with-key'] === true, filesOnly: values['files-only'] === true };
}

function refuse({ to, filesOnly }: Wishes, { database, storage }: Settings): void {
  if (filesOnly) {
    if (storage.kind === 's3')
      throw new CommandProblem('STORAGE_URL is S3, whose files are not copied: there is nothing to do.', 2);
  } else if (database.kind === 'postgres') {
    throw new CommandProblem(
      `DATABASE_URL is Postgres, which pg_dump backs up: mkdir -p -m 0700 ${to} && pg_dump --format=custom --file=${to}/${DUMP} "$DATABASE_URL"; then add --files-only here for the result files.`,
      2,
    );
  } else if (!existsSync(database.path)) {
    throw new CommandProblem(`${database.path} is not there: set DATABASE_URL to the server's database.`, 2);
  }
}

async function makeTarget({ to, filesOnly }: Wishes): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandProblem(`--to ${to} cannot be made (${error.code}).`, 2);
  });
  // The dump comes first, so that no file is missing which it names.
  const others = (await readdir(to)).sort().filter((name) => !(filesOnly && name === DUMP));
  if (others.length > 0)
    throw new CommandProblem(
      filesOnly
        ? `--to ${to} holds ${others[0]}: a backup needs a folder of its own, in which nothing lies but ${DUMP}.`
        : `--to ${to} is not empty: a backup needs a folder of its own.`,
      2,
    );
  await chmod(to, 0o700);
}

async function copy(
  wishes: Wishes,
  settings: Settings,
  keys: readonly KeyFile[],
  world: CommandWorld,
): Promise<NewManifest> {
  const copied = await copyParts(wishes, settings, world);
  const written: BackupFile[] = [];
  for (const { name, text } of keys) written.push(await writeWhole(wishes.to, name, Buffer.from(text)));
  const manifest = { ...copied, version: await versionOfOurs(), files: [...copied.files, ...written] };
  await writeManifest(wishes.to, manifest);
  return manifest;
}

async function copyParts(
  { to, filesOnly }: Wishes,
  { storage, database }: Settings,
  world: CommandWorld,
): Promise<Omit<NewManifest, 'version'>> {
  const lines = { files: new ProgressLine(world, 'files'), database: new ProgressLine(world, 'database') };
  const source = storage.kind === 'file' ? new DiskFiles(storage.path) : null;
  if (filesOnly || database.kind === 'postgres') {
    const made_at = new Date().toISOString();
    const files = source ? await copyAllFiles(source, to, (done) => lines.files.show(1, `(${done} files)`)) : [];
    lines.files.end();
    const dump = await digestOf(to, DUMP);
    return { made_at, database: null, has_files: true, lost_files: [], files: dump ? [dump, ...files] : files };
  }
  const { at, contents, lost, files } = await copyInstallation({
    ...{ database: database.path, files: source, to, clock: systemClock },
    told: (step) =>
      step.step === 'files'
        ? lines.files.show(Math.min(1, step.done / step.of), `(${step.done} files)`)
        : lines.database.show(step.share),
  });
  lines.database.end();
  const made_at = new Date(at).toISOString();
  return { made_at, database: contents, has_files: source !== null, lost_files: lost, files };
}

/** package.json lies above `src/` and above `dist/src/`. */
async function versionOfOurs(): Promise<string> {
  const up = import.meta.url.includes('/dist/') ? '../../../../package.json' : '../../../package.json';
  const text = await readFile(new URL(up, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version?: string }).version ?? 'unknown';
}
