import { randomBytes } from 'node:crypto';
import { open, opendir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { DiskWriter, onDisk, PART_NAME } from './disk-writer.js';
import { checkedKey, type FileStore, type FileWriter } from './file-store.js';

/** What `check` writes. */
const PROBE_NAME = /^probe\.[0-9a-f]{12}$/;

/** Files in a folder of this machine; the folder is made where it is missing. */
export class DiskFiles implements FileStore {
  /** Bytes go to the system as they come; only descriptors and names are held. */
  readonly bytesPerWriter = 16_384;

  constructor(private readonly folder: string) {}

  async begin(key: string, size?: number): Promise<FileWriter> {
    return DiskWriter.begin(this.folder, checkedKey(key), size);
  }

  async read(key: string, range?: { start: number; end: number }): Promise<Readable | null> {
    const path = this.path(key);
    return onDisk(async () => {
      const file = await orNothing(open(path, 'r'));
      if (!file) return null;
      if ((await file.stat()).isFile()) return file.createReadStream(range);
      await file.close();
      return null;
    });
  }

  async remove(key: string): Promise<void> {
    const path = this.path(key);
    await onDisk(() => rm(path, { force: true }));
  }

  /** Takes those that were last written to before that time: whoever still writes one is left alone. */
  async tidy(before: number): Promise<void> {
    await onDisk(async () => {
      for await (const path of filesBelow(this.folder)) {
        if (!PART_NAME.test(path)) continue;
        const part = await orNothing(stat(path));
        if (part && part.mtimeMs < before) await rm(path, { force: true });
      }
    });
  }

  /** The keys of all whole files, in no order. */
  async *keys(): AsyncGenerator<string> {
    for await (const path of filesBelow(this.folder)) {
      const key = relative(this.folder, path).replaceAll(sep, '/');
      if (!PART_NAME.test(key) && !PROBE_NAME.test(key)) yield key;
    }
  }

  async check(): Promise<string | null> {
    const path = `probe.${randomBytes(6).toString('hex')}`;
    try {
      const probe = await DiskWriter.begin(this.folder, path);
      try {
        await probe.write(Buffer.from('ok'));
        await probe.commit();
      } finally {
        await rm(join(this.folder, path), { force: true });
      }
      return null;
    } catch (error) {
      return `the folder for result files cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
    }
  }

  private path(key: string): string {
    return join(this.folder, checkedKey(key));
  }
}

/** One after the other, however many files lie there. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await orNothing(opendir(folder));
  if (!entries) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Undefined where there is no such file or folder (any more). */
async function orNothing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
