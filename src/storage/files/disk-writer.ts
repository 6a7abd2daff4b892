import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StorageUnavailable } from './file-store.js';
import { StepWriter } from './step-writer.js';

/** What a write that never ended leaves. */
export const PART_NAME = /\.[0-9a-f]{12}\.part$/;

/** The disk itself fails us, now or for good; anything else is a bug or a wrong setting. */
const DISK_TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS']);

/** A temporary name beside the final one; flushed, renamed, and the folders flushed, so that no half file ever has its name. */
export class DiskWriter extends StepWriter {
  private renamed = false;

  private constructor(
    /** The highest folder whose entries may be new. */
    private readonly top: string,
    private readonly path: string,
    private readonly part: string,
    private readonly file: FileHandle,
    size?: number,
  ) {
    super(size);
  }

  /** Begins the file `name` below the folder `root`, which is made where it is missing. */
  static async begin(root: string, name: string, size?: number): Promise<DiskWriter> {
    const path = resolve(root, name);
    const part = `${path}.${randomBytes(6).toString('hex')}.part`;
    return onDisk(async () => {
      const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const top = made !== undefined && made.length <= resolve(root).length ? dirname(made) : resolve(root);
      return new DiskWriter(top, path, part, await open(part, 'wx', 0o600), size);
    });
  }

  protected take(bytes: Uint8Array): Promise<void> {
    // Goes on at the end of what has been written, and until all of it is.
    return onDisk(() => this.file.writeFile(bytes));
  }

  protected finish(): Promise<void> {
    return onDisk(async () => {
      await this.file.sync();
      await this.file.close();
      await rename(this.part, this.path);
      this.renamed = true;
      await this.flushFolders();
    });
  }

  /** Nothing here takes long. */
  protected interrupt(): void {}

  protected async forget(): Promise<void> {
    await this.file.close().catch(() => undefined);
    // The latter where a folder could not be flushed.
    await rm(this.renamed ? this.path : this.part, { force: true });
  }

  /** All of them, also those that somebody else has just made and has not flushed yet. */
  private async flushFolders(): Promise<void> {
    for (let folder = dirname(this.path); ; folder = dirname(folder)) {
      await flushFolder(folder);
      if (folder === this.top) return;
    }
  }
}

/** Does it, and calls trouble of the disk by the name that the rest of us knows. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw DISK_TROUBLE.has(code) ? new StorageUnavailable(code, error) : error;
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
