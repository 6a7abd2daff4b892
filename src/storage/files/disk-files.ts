import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStore } from './file-store.js';

const KEY = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** Files in a folder: written to a temporary name, flushed, renamed, and the folder flushed, so that no half file ever has a name. */
export class DiskFiles implements FileStore {
  constructor(private readonly folder: string) {}

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
    try {
      await writeFlushed(temporary, bytes);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await flushFolder(dirname(path));
    await flushFolder(dirname(dirname(path)));
  }

  async read(key: string, range?: { start: number; end: number }): Promise<Readable | null> {
    const path = this.path(key);
    const there = await stat(path).catch(() => null);
    return there?.isFile() ? createReadStream(path, range) : null;
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  async check(): Promise<string | null> {
    const probe = `probe-${randomBytes(6).toString('hex')}`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFlushed(join(this.folder, probe), Buffer.from('ok'));
      await rm(join(this.folder, probe));
      return null;
    } catch (error) {
      return `the folder for result files cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
    }
  }

  private path(key: string): string {
    if (!KEY.test(key) || key.split('/').includes('..')) throw new Error('A file key of ours is malformed.');
    return join(this.folder, key);
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
