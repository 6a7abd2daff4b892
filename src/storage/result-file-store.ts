import type { Tx } from './database/unit-of-work.js';

const NAMED = 1;
const DOOMED = 2;

/**
 * Every file in storage, with a row from before its first byte until after its last: staged while nothing names it, named once a
 * result does, doomed when it is to go. So no crash leaves a file that nobody knows of.
 */
export class ResultFileStore {
  /** Belongs to no order until all of its bytes are there: whoever dooms the files of one would miss those still to come. */
  async stage(tx: Tx, key: string, at: number): Promise<void> {
    const sql = 'INSERT INTO result_files (file_key, order_id, state, upload, made_at) VALUES ($1, NULL, 0, 0, $2)';
    await tx.run(sql, [key, at]);
  }

  /** Lets a file wait for the result of its order, once a seller has uploaded all of it. False where it is gone. */
  async keepUpload(tx: Tx, key: string, orderId: string): Promise<boolean> {
    const sql = 'UPDATE result_files SET upload = 1, order_id = $2 WHERE file_key = $1 AND state = 0';
    return (await tx.run(sql, [key, orderId])) > 0;
  }

  /** In the transaction that makes a result name them. @throws where one is gone: then the result cannot be taken this way. */
  async name(tx: Tx, orderId: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const sql = `UPDATE result_files SET state = ${NAMED}, order_id = $2 WHERE file_key = $1 AND state <> ${DOOMED}`;
      const named = await tx.run(sql, [key, orderId]);
      if (named === 0) throw new Error(`A result names a file that storage has forgotten: ${key}`);
    }
  }

  /** Dooms those of an answer's files that nothing came to name; answers which. Uploads may still be named by another answer. */
  async doomUnnamed(tx: Tx, keys: readonly string[]): Promise<string[]> {
    const doomed: string[] = [];
    for (const key of keys) {
      const sql = `UPDATE result_files SET state = ${DOOMED} WHERE file_key = $1 AND state <> ${NAMED} AND upload = 0`;
      if ((await tx.run(sql, [key])) > 0) doomed.push(key);
    }
    return doomed;
  }

  /** Dooms every file of an order. */
  async doomOrder(tx: Tx, orderId: string): Promise<void> {
    await tx.run(`UPDATE result_files SET state = ${DOOMED} WHERE order_id = $1`, [orderId]);
  }

  /**
   * Dooms, at most `limit` at a time, what nothing names: files staged before `stagedBefore`, and uploads of orders that have been
   * final since `finalBefore`.
   */
  async doomForgotten(tx: Tx, stagedBefore: number, finalBefore: number, limit: number): Promise<number> {
    return tx.run(
      `UPDATE result_files SET state = ${DOOMED} WHERE file_key IN (
         SELECT f.file_key FROM result_files f LEFT JOIN orders o ON o.order_id = f.order_id
         WHERE f.state <> ${NAMED} AND f.state <> ${DOOMED} AND f.made_at < $1
           AND (f.upload = 0 OR o.order_id IS NULL OR o.completed_at < $2)
         ORDER BY f.made_at LIMIT $3)`,
      [stagedBefore, finalBefore, limit],
    );
  }

  /** Doomed files whose bytes are still to be removed. */
  async doomed(tx: Tx, limit: number): Promise<string[]> {
    const rows = await tx.query<{ file_key: string }>(
      `SELECT file_key FROM result_files WHERE state <> ${NAMED} AND state = ${DOOMED} ORDER BY made_at LIMIT $1`,
      [limit],
    );
    return rows.map((row) => row.file_key);
  }

  /** After the bytes are gone. */
  async forget(tx: Tx, keys: readonly string[]): Promise<void> {
    for (const key of keys) await tx.run(`DELETE FROM result_files WHERE file_key = $1 AND state = ${DOOMED}`, [key]);
  }
}
