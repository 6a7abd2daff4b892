import type { Tx, UnitOfWork } from './database/unit-of-work.js';
import type { FileStore } from './files/file-store.js';
import type { ResultFileStore } from './result-file-store.js';

const AT_ONCE = 100;

/** Removes files in two steps, so that no crash leaves bytes without a row: a row is doomed first, and goes once its bytes are gone. */
export class ForgetFiles {
  constructor(
    private readonly files: FileStore,
    private readonly rows: ResultFileStore,
    private readonly unit: UnitOfWork,
  ) {}

  /** Dooms all files of an order; `removeDoomed` then removes them. */
  async doomOrder(tx: Tx, orderId: string): Promise<void> {
    await this.rows.doomOrder(tx, orderId);
  }

  /** Removes those of these files that nothing names. What fails here is left to the clean-up: never rejects. */
  async unnamed(keys: readonly string[]): Promise<void> {
    try {
      await this.remove(await this.unit.run((tx) => this.rows.doomUnnamed(tx, keys)));
    } catch {
      // They are doomed or still unnamed: the clean-up finds both.
    }
  }

  /** Removes every doomed file. */
  async removeDoomed(): Promise<void> {
    for (;;) {
      const keys = await this.unit.run((tx) => this.rows.doomed(tx, AT_ONCE));
      await this.remove(keys);
      if (keys.length < AT_ONCE) return;
    }
  }

  /** One that cannot be removed now must not stand in the way of the others. @throws the first such failure, after all others are gone. */
  private async remove(keys: readonly string[]): Promise<void> {
    const removed: string[] = [];
    const failures: unknown[] = [];
    for (const key of keys)
      await this.files.remove(key).then(
        () => removed.push(key),
        (error: unknown) => failures.push(error),
      );
    if (removed.length > 0) await this.unit.run((tx) => this.rows.forget(tx, removed));
    if (failures.length > 0) throw failures[0];
  }
}
