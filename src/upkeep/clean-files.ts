import type { Clock } from '../domain/clock.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { FileStore } from '../storage/files/file-store.js';
import type { ForgetFiles } from '../storage/forget-files.js';
import type { ResultFileStore } from '../storage/result-file-store.js';
import type { UploadStore } from '../storage/upload-store.js';

const HOUR_MS = 3_600_000;
/** A body lasts seconds, an upload a quarter of an hour: half a file that was begun before that is under way no more. */
const HALF_MS = HOUR_MS;
/** Contract, section 6: uploads that no result names go so long after their order is final. Staged files may wait for a full disk as long. */
const UNNAMED_MS = 24 * HOUR_MS;
/** Rows of one transaction: every other writer waits for it. */
const BATCH = 100;

export interface CleanFilesParts {
  readonly files: Pick<FileStore, 'tidy'>;
  readonly rows: ResultFileStore;
  readonly uploads: UploadStore;
  readonly forget: Pick<ForgetFiles, 'removeDoomed'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** The time that storage itself writes onto half files: always the machine's. */
  readonly storageClock: Clock;
}

/** Removes what nothing names: the leavings of crashes, and uploads that no result of their order came to name. */
export class CleanFiles {
  private running = false;
  private stopped = false;

  constructor(private readonly parts: CleanFilesParts) {}

  /** Runs once at a time. Rejects where the database or storage fails; what is left then is left to the next time. */
  async run(): Promise<void> {
    if (this.running || this.stopped) return;
    this.running = true;
    try {
      await this.clean();
    } catch (error) {
      // Whoever stops us closes the database under us: all of it is done again after the next start.
      if (!this.stopped) throw error;
    } finally {
      this.running = false;
    }
  }

  /** Begins no further step. */
  stop(): void {
    this.stopped = true;
  }

  private async clean(): Promise<void> {
    const { clock, storageClock, files, forget, uploads } = this.parts;
    await this.inBatches(() => this.doom(clock.now()));
    await this.inBatches(() => this.parts.unit.run((tx) => uploads.dropUnused(tx, clock.now(), BATCH)));
    if (!this.stopped) await forget.removeDoomed();
    if (!this.stopped) await files.tidy(storageClock.now() - HALF_MS);
  }

  private doom(now: number): Promise<number> {
    const { unit, rows, uploads } = this.parts;
    return unit.run(async (tx) => {
      const doomed = await rows.doomForgotten(tx, now - UNNAMED_MS, now - UNNAMED_MS, BATCH);
      if (doomed > 0) await uploads.dropDoomed(tx);
      return doomed;
    });
  }

  private async inBatches(step: () => Promise<number>): Promise<void> {
    while (!this.stopped && (await step()) === BATCH);
  }
}
