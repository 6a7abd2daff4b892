import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobRecord, JobStore } from './job-store.js';

/** Ends are kept for as long as Roundtrip can ask for them: the longest deadline of an order. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Halves that a process left behind; younger ones may be another's, which is just ending. */
const HALF_MS = 3_600_000;

/** Jobs as files of a folder, so that a restart loses none: what was under way is begun again, what was not reported is reported. */
export class FolderStore implements JobStore {
  constructor(private readonly folder: string) {}

  async get(orderId: string): Promise<JobRecord | undefined> {
    try {
      return JSON.parse(await readFile(this.pathOf(orderId), 'utf8')) as JobRecord;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Whole or not at all, also through a power cut. Nobody else reads it: it holds inputs and results. */
  async set(record: JobRecord): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const temporary = join(this.folder, `${randomUUID()}.new`);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(record));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.pathOf(record.job.orderId));
  }

  async unfinished(): Promise<readonly JobRecord[]> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const open: JobRecord[] = [];
    for (const name of await readdir(this.folder)) {
      const record = name.endsWith('.json') ? await this.get(name.slice(0, -'.json'.length)) : undefined;
      if (record && (record.state.status === 'processing' || !record.reported)) open.push(record);
      else if (await this.isOld(name)) await rm(join(this.folder, name), { force: true });
    }
    return open;
  }

  /** The id is a UUID by now: it names no other folder. */
  private pathOf(orderId: string): string {
    return join(this.folder, `${orderId}.json`);
  }

  private async isOld(name: string): Promise<boolean> {
    const found = await stat(join(this.folder, name)).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs > (name.endsWith('.new') ? HALF_MS : KEPT_MS);
  }
}
