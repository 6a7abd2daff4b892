import { existsSync } from 'node:fs';
import { copyFile as copyOnDisk, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { migrations } from '../../migrations/index.js';
import { finishCopy, SqliteBeside } from '../storage/database/copy-sqlite.js';
import { DiskFiles } from '../storage/files/disk-files.js';
import type { FileStore } from '../storage/files/file-store.js';
import { findEncryptionKey, KEY_FILE, TOKEN_FILE } from '../storage/key-files.js';
import { acquireProcessLock } from '../storage/process-lock.js';
import { proofProblem } from '../storage/prove-key.js';
import { SealedBox } from '../storage/sealed-box.js';
import {
  BackupProblem,
  DATABASE,
  digestOf,
  FILES,
  PREVIOUS_KEY_FILE,
  readManifest,
  verifyFiles,
  writeWhole,
  type BackupManifest,
} from './backup-manifest.js';
import { copyFile, forEach } from './copy-files.js';

export interface RestoreParts {
  readonly from: string;
  /** Where the database's file is to be; its folder also takes the keys. Null: only files can be restored. */
  readonly database: string | null;
  /** Where result files are to be. */
  readonly files: FileStore;
  /** What the environment says: the server will use these rather than files. */
  readonly given: { readonly encryptionKey?: Buffer; readonly encryptionKeyPrevious?: Buffer };
  readonly told: (step: 'verified' | 'placed', done: number, of: number) => void;
}

export interface Restored {
  readonly manifest: BackupManifest;
  /** Null: there is no key here that could be tried. */
  readonly isKeyProven: boolean | null;
}

type Whole = RestoreParts & { readonly database: string };

const NOT_INTO_POSTGRES =
  'DATABASE_URL is Postgres, and this is a backup of SQLite: name a folder with --to, and move what is in it with npm run migrate:to-postgres.';
const FILES_AT_ONCE = 4;
const KEYS = [KEY_FILE, PREVIOUS_KEY_FILE, TOKEN_FILE];

/**
 * Puts a backup in place of an installation that is not there. Everything is verified before anything is written, and the database gets
 * its name last: whatever ends this before, it can be run again, and whatever ends it after, it was done.
 * @throws {BackupProblem} where it cannot be done, with a sentence for people.
 */
export async function restoreInstallation(parts: RestoreParts): Promise<Restored> {
  const manifest = await readManifest(parts.from);
  refuseNewer(manifest);
  await verifyFiles(parts.from, manifest, (done) => parts.told('verified', done, manifest.files.length));
  if (manifest.database === null) {
    await placeFiles(parts, manifest);
    return { manifest, isKeyProven: null };
  }
  const { database } = parts;
  if (database === null) throw new BackupProblem(NOT_INTO_POSTGRES);
  const lock = acquireProcessLock(database);
  if (!lock.ok) throw new BackupProblem(lock.problem);
  try {
    return { manifest, isKeyProven: await restoreLocked({ ...parts, database }, manifest) };
  } finally {
    lock.release();
  }
}

async function restoreLocked(parts: Whole, manifest: BackupManifest): Promise<boolean | null> {
  await refuseTaken(parts, manifest);
  const made = `${parts.database}.restoring`;
  const isKeyProven = await placeDatabase(parts, manifest, made);
  await placeFiles(parts, manifest);
  await placeKeys(parts, manifest);
  await rename(made, parts.database);
  await flushFolder(dirname(parts.database));
  return isKeyProven;
}

function refuseNewer({ database, version }: BackupManifest): void {
  const known = new Set(migrations.map(({ name }) => name));
  if (database && !database.migrations.every((name) => known.has(name)))
    throw new BackupProblem(`The backup was made by version ${version}, which is newer: restore it with that version.`);
}

async function refuseTaken({ database, from }: Whole, manifest: BackupManifest): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal'])
    if (existsSync(database + ending))
      throw new BackupProblem(
        `${database}${ending} is there already: move it away first, or name another folder with --to.`,
      );
  for (const name of KEYS) {
    const path = join(dirname(database), name);
    if (!isListed(manifest, name) || !existsSync(path)) continue;
    const [here, theirs] = await Promise.all([readFile(path), readFile(join(from, name))]);
    if (!here.equals(theirs))
      throw new BackupProblem(`${path} is there already, and is not the one of the backup: move it away first.`);
  }
}

/** Copies the database under another name, and proves it there. */
async function placeDatabase(parts: Whole, manifest: BackupManifest, path: string): Promise<boolean | null> {
  await rm(path, { force: true });
  await copyOnDisk(join(parts.from, DATABASE), path);
  const problem = finishCopy(path);
  if (problem !== null) throw new BackupProblem(`The database of the backup is damaged: ${problem}.`);
  const [copied, listed] = [await digestOf(path, ''), manifest.files.find((file) => file.path === DATABASE)];
  if (copied?.sha256 !== listed?.sha256) throw new BackupProblem('The database was not copied whole: run it again.');
  return proveKeyOf(parts, path);
}

/** @throws {BackupProblem} where the key that the server will use does not open the database. */
async function proveKeyOf({ from, database, given }: Whole, path: string): Promise<boolean | null> {
  const here = dirname(database);
  const current = findEncryptionKey(from, given.encryptionKey) ?? findEncryptionKey(here);
  if (!current) return null;
  const previous = given.encryptionKeyPrevious ?? findEncryptionKey(from, undefined, PREVIOUS_KEY_FILE) ?? undefined;
  const copy = SqliteBeside.open(path);
  const problem = proofProblem(copy.proofs(), new SealedBox({ current, previous }));
  copy.close();
  if (problem !== null) throw new BackupProblem(problem);
  return true;
}

async function placeFiles({ from, files, told }: RestoreParts, manifest: BackupManifest): Promise<void> {
  const source = new DiskFiles(join(from, FILES));
  const wanted = manifest.files.filter(({ path }) => path.startsWith(`${FILES}/`));
  let done = 0;
  await forEach(wanted, FILES_AT_ONCE, async ({ path, sha256 }) => {
    const copied = await copyFile(source, files, path.slice(FILES.length + 1));
    if (copied?.sha256 !== sha256) throw new BackupProblem(`${path} has changed while it was restored: run it again.`);
    told('placed', ++done, wanted.length);
  });
}

async function placeKeys({ from, database }: Whole, manifest: BackupManifest): Promise<void> {
  for (const name of KEYS)
    if (isListed(manifest, name)) await writeWhole(dirname(database), name, await readFile(join(from, name)));
}

function isListed({ files }: BackupManifest, name: string): boolean {
  return files.some(({ path }) => path === name);
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
