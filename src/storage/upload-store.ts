import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { UploadRow } from './entities/upload.js';

/** What prepare lays down of an upload. */
export type NewUpload = Omit<UploadRow, 'claimed_until' | 'file_key' | 'sha256' | 'detected_type'>;

const COLUMNS = [
  ...['object_key', 'order_id', 'short_id', 'filename', 'mime_type', 'size', 'created_at', 'expires_at'],
] as const satisfies readonly (keyof NewUpload)[];
const INSERT = `INSERT INTO uploads (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`;

/**
 * Files that sellers upload before the result that names them (contract, section 6, "Large files"). A row waits for its bytes until
 * it expires; while they come it is claimed, by one PUT alone; once they are there it names their file.
 */
export class UploadStore {
  constructor(private readonly database: Database) {}

  async find(objectKey: string): Promise<UploadRow | null> {
    const [row] = await this.database.read<UploadRow>('SELECT * FROM uploads WHERE object_key = $1', [objectKey]);
    return row ?? null;
  }

  /** The upload as this transaction sees it. */
  async get(tx: Tx, objectKey: string): Promise<UploadRow | null> {
    const [row] = await tx.query<UploadRow>('SELECT * FROM uploads WHERE object_key = $1', [objectKey]);
    return row ?? null;
  }

  async add(tx: Tx, upload: NewUpload): Promise<void> {
    await tx.run(
      INSERT,
      COLUMNS.map((column) => upload[column]),
    );
  }

  /** Uploads of an order that are there, under way, or may still come. */
  async countOpen(tx: Tx, orderId: string, now: number): Promise<number> {
    const sql = `SELECT count(*) AS n FROM uploads
      WHERE order_id = $1 AND (file_key IS NOT NULL OR expires_at > $2 OR claimed_until > $2)`;
    return count(await tx.query(sql, [orderId, now]));
  }

  /** Uploads of a tool that are under way now. */
  async countUnderWay(tx: Tx, shortId: string, now: number): Promise<number> {
    const sql = 'SELECT count(*) AS n FROM uploads WHERE short_id = $1 AND claimed_until > $2';
    return count(await tx.query(sql, [shortId, now]));
  }

  /** Claims an upload until that time, for one PUT; false where it is claimed, or done. */
  async claim(tx: Tx, objectKey: string, now: number, until: number): Promise<boolean> {
    const sql = `UPDATE uploads SET claimed_until = $3
      WHERE object_key = $1 AND file_key IS NULL AND (claimed_until IS NULL OR claimed_until <= $2)`;
    return (await tx.run(sql, [objectKey, now, until])) > 0;
  }

  /** Gives a claim back, if it still stands. */
  async release(tx: Tx, objectKey: string, until: number): Promise<void> {
    const sql = 'UPDATE uploads SET claimed_until = NULL WHERE object_key = $1 AND claimed_until = $2';
    await tx.run(sql, [objectKey, until]);
  }

  /** Gives all claims back: for the start of the only process, whose predecessor cannot be at them any more. */
  async releaseAll(tx: Tx): Promise<void> {
    await tx.run('UPDATE uploads SET claimed_until = NULL WHERE claimed_until IS NOT NULL');
  }

  /** The bytes are there. False where the claim has passed to somebody else, or the upload is gone. */
  async finish(
    tx: Tx,
    objectKey: string,
    until: number,
    file: { key: string; sha256: string; detectedType: string },
  ): Promise<boolean> {
    const sql = `UPDATE uploads SET claimed_until = NULL, file_key = $3, sha256 = $4, detected_type = $5
      WHERE object_key = $1 AND claimed_until = $2 AND file_key IS NULL`;
    return (await tx.run(sql, [objectKey, until, file.key, file.sha256, file.detectedType])) > 0;
  }

  /** In the transaction that dooms files: an upload without its file can be named no more. */
  async dropDoomed(tx: Tx): Promise<void> {
    await tx.run(
      // The first condition is that of the index on files that nothing names.
      'DELETE FROM uploads WHERE file_key IN (SELECT file_key FROM result_files WHERE state <> 1 AND state = 2)',
    );
  }

  /** Drops uploads that expired before their bytes came; answers how many, at most `limit`. */
  async dropUnused(tx: Tx, now: number, limit: number): Promise<number> {
    return tx.run(
      `DELETE FROM uploads WHERE object_key IN (
         SELECT object_key FROM uploads
         WHERE file_key IS NULL AND expires_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
         ORDER BY expires_at LIMIT $2)`,
      [now, limit],
    );
  }
}

function count(rows: unknown[]): number {
  return Number((rows as { n: number | string }[])[0]?.n ?? 0);
}
