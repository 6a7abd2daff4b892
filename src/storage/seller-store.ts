import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { SellerRow } from './entities/seller.js';

/** The table `sellers`. A deleted seller's row stays, so that its old orders still say whose they were. */
export class SellerStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, row: SellerRow): Promise<void> {
    await tx.run(
      `INSERT INTO sellers (seller_id, name, alert_url, created_at, updated_at, deleted_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.seller_id, row.name, row.alert_url, row.created_at, row.updated_at, row.deleted_at],
    );
  }

  /** A seller that has not been deleted. */
  async find(sellerId: string): Promise<SellerRow | null> {
    const rows = await this.database.read<SellerRow>(
      'SELECT * FROM sellers WHERE seller_id = $1 AND deleted_at IS NULL',
      [sellerId],
    );
    return rows[0] ?? null;
  }

  /** The same, as this transaction sees it. */
  async findIn(tx: Tx, sellerId: string): Promise<SellerRow | null> {
    const sql = 'SELECT * FROM sellers WHERE seller_id = $1 AND deleted_at IS NULL';
    return (await tx.query<SellerRow>(sql, [sellerId]))[0] ?? null;
  }

  /** Newest first; `before` is the last seller_id of the page before. */
  async list(limit: number, before: string | null): Promise<SellerRow[]> {
    const older = before === null ? '' : 'AND seller_id < $2';
    return this.database.read<SellerRow>(
      `SELECT * FROM sellers WHERE deleted_at IS NULL ${older} ORDER BY seller_id DESC LIMIT $1`,
      before === null ? [limit] : [limit, before],
    );
  }

  /**
   * Takes the seller's row for this transaction, so that no other changes or deletes it meanwhile; null if there is none.
   * A write that changes nothing does that on both databases.
   */
  async hold(tx: Tx, sellerId: string): Promise<SellerRow | null> {
    const rows = await tx.query<SellerRow>(
      'UPDATE sellers SET updated_at = updated_at WHERE seller_id = $1 AND deleted_at IS NULL RETURNING *',
      [sellerId],
    );
    return rows[0] ?? null;
  }

  /** Writes name and alert_url of a row taken by `hold`. */
  async update(tx: Tx, row: SellerRow, atMs: number): Promise<void> {
    await tx.run('UPDATE sellers SET name = $2, alert_url = $3, updated_at = $4 WHERE seller_id = $1', [
      row.seller_id,
      row.name,
      row.alert_url,
      atMs,
    ]);
  }

  /** Leaves the row as a tombstone: its name stays for old orders, where it was told does not. */
  async bury(tx: Tx, sellerId: string, atMs: number): Promise<void> {
    await tx.run('UPDATE sellers SET alert_url = NULL, updated_at = $2, deleted_at = $2 WHERE seller_id = $1', [
      sellerId,
      atMs,
    ]);
  }
}
