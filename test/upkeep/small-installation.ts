import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { DiskFiles } from '../../src/storage/files/disk-files.js';
import { putFile } from '../../src/storage/files/file-store.js';
import { ResultFileStore } from '../../src/storage/result-file-store.js';
import { proveKey } from '../../src/storage/prove-key.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import type { TempFolder } from '../support/temp-folder.js';

/** A database, result files and keys, as a server leaves them, without a server. */
export class SmallInstallation {
  readonly key = randomBytes(32);
  readonly rows = new ResultFileStore();
  readonly files: DiskFiles;
  database!: Database;

  private constructor(readonly folder: string) {
    this.files = new DiskFiles(`${folder}/files`);
  }

  static async make(temp: TempFolder, name: string, files = 5): Promise<SmallInstallation> {
    const made = new SmallInstallation(temp.join(name));
    mkdirSync(made.folder, { mode: 0o700 });
    writeFileSync(`${made.folder}/encryption-key`, `${made.key.toString('base64')}\n`);
    writeFileSync(`${made.folder}/admin-token`, `${'t'.repeat(40)}\n`);
    made.database = await openSqlite(made.path);
    await proveKey(made.database, new SealedBox({ current: made.key }));
    for (let i = 0; i < files; i++) await made.addFile(`2026-01-01/${i}`);
    return made;
  }

  get path(): string {
    return `${this.folder}/roundtrip.sqlite`;
  }

  get env(): Record<string, string> {
    return { DATABASE_URL: `sqlite:${this.path}`, STORAGE_URL: `file:${this.folder}/files` };
  }

  /** A file as a result gets it: its row, its bytes, its name. */
  async addFile(key: string, bytes = `the bytes of ${key}`): Promise<void> {
    await this.database.unit.run((tx) => this.rows.stage(tx, key, 1));
    await putFile(this.files, key, Buffer.from(bytes));
    await this.database.unit.run((tx) => this.rows.name(tx, 'an-order', [key]));
  }

  /** As an order that is erased loses its file. */
  async removeFile(key: string): Promise<void> {
    await this.database.unit.run((tx) => tx.run('UPDATE result_files SET state = 2 WHERE file_key = $1', [key]));
    await this.files.remove(key);
    await this.database.unit.run((tx) => this.rows.forget(tx, [key]));
  }
}
