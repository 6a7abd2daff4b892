import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.js';
import { finishCopy, SqliteBeside, type DatabaseContents } from '../storage/database/copy-sqlite.js';
import { DiskFiles } from '../storage/files/disk-files.js';
import type { FileStore } from '../storage/files/file-store.js';
import { BackupProblem, DATABASE, digestOf, FILES, type BackupFile } from './backup-manifest.js';
import { copyFile, forEach, type CopiedFile } from './copy-files.js';

export interface BackupParts {
  /** The database's file. */
  readonly database: string;
  /** Result files; null where they are not copied. */
  readonly files: FileStore | null;
  /** An empty folder, or one that holds what was copied so far. */
  readonly to: string;
  readonly clock: Clock;
  readonly told: (step: BackupStep) => void;
}

export type BackupStep =
  | { readonly step: 'files'; readonly done: number; readonly of: number }
  | { readonly step: 'database'; readonly share: number };

export interface CopiedInstallation {
  /** When the database was as the copy is (epoch milliseconds). */
  readonly at: number;
  readonly contents: DatabaseContents;
  readonly files: readonly BackupFile[];
  /** Keys of files that rows name, and that storage has lost. */
  readonly lost: readonly string[];
}

const PAGE = 500;
const FILES_AT_ONCE = 4;
/** Each time a file has gone between the copy of the database and its own; each takes seconds, so few ever follow. */
const MOST_COPIES = 10;

/**
 * Copies a running installation so that no row of the copy names a file that is not in it.
 *
 * Neither the database nor the files may simply go first: after the database, files are removed that it names; before it, some are made.
 * So files are copied first, all that rows name, which takes long and holds nobody up. Then the database as it is at one instant, then
 * the few files that it names and we have not yet. Should one of those have gone meanwhile, the database is copied once more.
 * Files that were removed while we copied are in no row of the copy: they are dropped, for what was erased is to stay so.
 */
export async function copyInstallation(parts: BackupParts): Promise<CopiedInstallation> {
  const live = SqliteBeside.open(parts.database);
  try {
    const copied = new Map<string, CopiedFile>();
    await copyNamed(parts, live, copied);
    for (let copies = 1; copies <= MOST_COPIES; copies++) {
      const at = parts.clock.now();
      const lost = await copyOnce(parts, live, copied);
      if (lost !== null) return { ...(await finish(parts, copied)), at, lost };
    }
  } finally {
    live.close();
  }
  throw new BackupProblem('Files were removed again and again while they were copied: run it at a quieter time.');
}

/** Answers what is lost, or null where a file has gone since the database was copied. */
async function copyOnce(
  parts: BackupParts,
  live: SqliteBeside,
  copied: Map<string, CopiedFile>,
): Promise<string[] | null> {
  const path = join(parts.to, DATABASE);
  await rm(path, { force: true });
  await live.copyTo(path, (share) => parts.told({ step: 'database', share }));
  const problem = finishCopy(path);
  if (problem !== null) throw new BackupProblem(`The copy of the database is damaged: ${problem}.`);
  const copy = SqliteBeside.open(path);
  try {
    const missing = await copyNamed(parts, copy, copied);
    // A file that the database still names, and that is still not there, did not go meanwhile: it was lost before.
    for (const key of missing) if (!live.isNamed(key)) return null;
    await dropUnnamed(parts, copy, copied);
    return missing;
  } finally {
    copy.close();
  }
}

/** Copies those that rows name and we have not yet; answers which of them are not there. */
async function copyNamed(
  { files, to, told }: BackupParts,
  rows: SqliteBeside,
  copied: Map<string, CopiedFile>,
): Promise<string[]> {
  const missing: string[] = [];
  if (!files) return missing;
  const target = new DiskFiles(join(to, FILES));
  const of = rows.countNamed();
  for (let last = ''; ;) {
    const page = rows.namedFiles(last, PAGE);
    const wanted = page.filter((key) => !copied.has(key));
    await forEach(wanted, FILES_AT_ONCE, async (key) => {
      const copy = await copyFile(files, target, key);
      if (copy) copied.set(key, copy);
      else missing.push(key);
      told({ step: 'files', done: copied.size, of });
    });
    last = page.at(-1) ?? '';
    if (page.length < PAGE) return missing.sort();
  }
}

async function dropUnnamed({ to }: BackupParts, copy: SqliteBeside, copied: Map<string, CopiedFile>): Promise<void> {
  const target = new DiskFiles(join(to, FILES));
  for (const key of [...copied.keys()]) {
    if (copy.isNamed(key)) continue;
    await target.remove(key);
    copied.delete(key);
  }
}

async function finish({ to }: BackupParts, copied: ReadonlyMap<string, CopiedFile>) {
  const database = await digestOf(to, DATABASE);
  if (!database) throw new BackupProblem('The copy of the database has vanished.');
  const copy = SqliteBeside.open(join(to, DATABASE));
  const contents = copy.contents();
  copy.close();
  return { contents, files: [database, ...listed(copied.values())] };
}

/** As the manifest lists them. */
function listed(copied: Iterable<CopiedFile>): BackupFile[] {
  const files = [...copied].map(({ key, size, sha256 }) => ({ path: `${FILES}/${key}`, size, sha256 }));
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Copies every file that lies in a folder of result files, whatever any database says: for a database that is backed up by other means. */
export async function copyAllFiles(from: DiskFiles, to: string, told: (done: number) => void): Promise<BackupFile[]> {
  const target = new DiskFiles(join(to, FILES));
  const copied: CopiedFile[] = [];
  for await (const key of from.keys()) {
    const copy = await copyFile(from, target, key);
    if (copy) told(copied.push(copy));
  }
  return listed(copied);
}
