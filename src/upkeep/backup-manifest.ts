import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiskWriter } from '../storage/files/disk-writer.js';

/** The names of what lies in a backup. */
export const DATABASE = 'database.sqlite';
/** What `pg_dump` wrote, beside which `--files-only` puts result files. */
export const DUMP = 'database.dump';
export const FILES = 'files';
/** Beside `encryption-key`, while keys are being rotated. */
export const PREVIOUS_KEY_FILE = 'encryption-key-previous';
const MANIFEST = 'manifest.json';
const FORMAT = 1;

export interface BackupFile {
  /** Below the backup's folder. */
  readonly path: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What a whole backup holds. It is written last: a folder without it is no backup. */
export interface BackupManifest {
  readonly format: number;
  /** ISO-8601, UTC: the instant from which on nothing is in it. */
  readonly made_at: string;
  /** Of Roundtrip. */
  readonly version: string;
  /** Null where the database is not in it (`--files-only`). */
  readonly database: {
    readonly migrations: readonly string[];
    readonly tables: Readonly<Record<string, number>>;
  } | null;
  /** False: result files lie on S3, and are not in it. */
  readonly has_files: boolean;
  /** Keys of files that rows named and storage had lost before. */
  readonly lost_files: readonly string[];
  readonly files: readonly BackupFile[];
}

export type NewManifest = Omit<BackupManifest, 'format'>;

/** A backup that is none, or is damaged; the message says what to do. */
export class BackupProblem extends Error {}

/** Whole or not at all. */
export async function writeManifest(folder: string, manifest: NewManifest): Promise<void> {
  await writeWhole(folder, MANIFEST, Buffer.from(`${JSON.stringify({ format: FORMAT, ...manifest }, null, 1)}\n`));
}

/** Writes one small file of a backup (0600): its bytes are on disk before its name is. */
export async function writeWhole(folder: string, name: string, bytes: Buffer): Promise<BackupFile> {
  const writer = await DiskWriter.begin(folder, name, bytes.length);
  await writer.write(bytes);
  await writer.commit();
  return { path: name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** @throws {BackupProblem} where there is none that this version can read. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null)
    throw new BackupProblem(`${folder} holds no ${MANIFEST}: it is no backup, or one that did not come to its end.`);
  const manifest = parse(text);
  if (manifest?.format !== FORMAT)
    throw new BackupProblem(`${MANIFEST} in ${folder} cannot be read: it is damaged, or of a newer version.`);
  return manifest;
}

function parse(text: string): BackupManifest | null {
  try {
    const read = JSON.parse(text) as BackupManifest;
    return Array.isArray(read.files) && Array.isArray(read.lost_files) ? read : null;
  } catch {
    return null;
  }
}

/** Reads every file of a backup. @throws {BackupProblem} at the first that is not as the manifest says. */
export async function verifyFiles(
  folder: string,
  { files }: Pick<BackupManifest, 'files'>,
  progress: (done: number) => void,
): Promise<void> {
  let done = 0;
  for (const file of files) {
    const found = await digestOf(folder, file.path);
    if (found === null) throw new BackupProblem(`The backup is damaged: ${file.path} is missing.`);
    if (found.size !== file.size || found.sha256 !== file.sha256)
      throw new BackupProblem(`The backup is damaged: ${file.path} is not what was backed up.`);
    progress(++done);
  }
}

/** Null where there is no such file. */
export async function digestOf(folder: string, path: string): Promise<BackupFile | null> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(join(folder, path)) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { path, size, sha256: hash.digest('hex') };
}
