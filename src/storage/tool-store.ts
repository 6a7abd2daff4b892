import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { ToolRow } from './entities/tool.js';

const COLUMNS = [
  'short_id',
  'seller_id',
  'name',
  'job_url',
  'status_url',
  'status_batch_url',
  'auth_headers',
  'callback_auth',
  'callback_secret_hash',
  'old_callback_secret_hash',
  'old_callback_secret_until',
  'signing_secret',
  'old_signing_secret',
  'old_signing_secret_until',
  'payload_template',
  'poll',
  'inputs_schema',
  'deadline_s',
  'max_concurrency',
  'mirror_result_url',
  'response',
  'remote_id_at',
  'dialect',
  'paused_at',
  'pause_reason',
  'grade',
  'graded_at',
  'created_at',
  'updated_at',
  'deleted_at',
] as const satisfies readonly (keyof ToolRow)[];

const INSERT = `INSERT INTO tools (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')}) ON CONFLICT (short_id) DO NOTHING`;

/** What of a tool may change while it lives. */
export type ToolChanges = Partial<Omit<ToolRow, 'short_id' | 'seller_id' | 'created_at' | 'updated_at' | 'deleted_at'>>;

/** Read as it stands in the partial index `orders_open_tool`; written otherwise, the index is not used. */
const OPEN = `status IN ('received', 'forwarding', 'processing')`;

/** `updated_at` moves forward also within one millisecond; `$2` is now. */
const LATER = 'CASE WHEN updated_at >= $2 THEN updated_at + 1 ELSE $2 END';

/**
 * The table `tools`. A deleted tool's row stays without its secrets, so that its short_id is never issued again.
 * Every change moves `updated_at` forward, by 1 ms at least: what is parsed from a row may be kept under (short_id, updated_at).
 */
export class ToolStore {
  constructor(private readonly database: Database) {}

  /** False if the short_id was ever issued. */
  async insert(tx: Tx, row: ToolRow): Promise<boolean> {
    const written = await tx.run(
      INSERT,
      COLUMNS.map((column) => row[column]),
    );
    return written > 0;
  }

  /** The row of a tool, deleted or not. */
  async find(shortId: string): Promise<ToolRow | null> {
    const rows = await this.database.read<ToolRow>('SELECT * FROM tools WHERE short_id = $1', [shortId]);
    return rows[0] ?? null;
  }

  /** Other living tools of a seller with a status URL: their short_ids, the first twenty. */
  async sharing(sellerId: string, statusUrl: string, besides: string): Promise<string[]> {
    const sql = `SELECT short_id FROM tools
      WHERE seller_id = $1 AND status_url = $2 AND short_id <> $3 AND deleted_at IS NULL ORDER BY short_id LIMIT 20`;
    const rows = await this.database.read<Pick<ToolRow, 'short_id'>>(sql, [sellerId, statusUrl, besides]);
    return rows.map((row) => row.short_id);
  }

  /** By short_id, those of one seller or all; `after` is the last short_id of the page before. */
  async list(sellerId: string | null, limit: number, after: string | null): Promise<ToolRow[]> {
    const params: SqlValue[] = [limit];
    const owned = sellerId === null ? '' : `AND seller_id = $${params.push(sellerId)}`;
    const later = after === null ? '' : `AND short_id > $${params.push(after)}`;
    return this.database.read<ToolRow>(
      `SELECT * FROM tools WHERE deleted_at IS NULL ${owned} ${later} ORDER BY short_id LIMIT $1`,
      params,
    );
  }

  /** The tool that this callback secret belongs to: its current one, or the one before while in grace. */
  async findByCallbackSecret(hash: string, nowMs: number): Promise<ToolRow | null> {
    const current = await this.database.read<ToolRow>(
      'SELECT * FROM tools WHERE callback_secret_hash = $1 AND deleted_at IS NULL',
      [hash],
    );
    if (current[0]) return current[0];
    const old = await this.database.read<ToolRow>(
      'SELECT * FROM tools WHERE old_callback_secret_hash = $1 AND old_callback_secret_until > $2 AND deleted_at IS NULL',
      [hash, nowMs],
    );
    return old[0] ?? null;
  }

  /** A living tool's row as this transaction sees it. */
  async findIn(tx: Tx, shortId: string): Promise<ToolRow | null> {
    const rows = await tx.query<ToolRow>('SELECT * FROM tools WHERE short_id = $1 AND deleted_at IS NULL', [shortId]);
    return rows[0] ?? null;
  }

  /** Takes a living tool's row for this transaction, so that no other changes it meanwhile; null if there is none. */
  async hold(tx: Tx, shortId: string): Promise<ToolRow | null> {
    const rows = await tx.query<ToolRow>(
      'UPDATE tools SET updated_at = updated_at WHERE short_id = $1 AND deleted_at IS NULL RETURNING *',
      [shortId],
    );
    return rows[0] ?? null;
  }

  /** Changes a row taken by `hold`; answers it as it is now. */
  async update(tx: Tx, shortId: string, changes: ToolChanges, atMs: number): Promise<ToolRow> {
    const changed = COLUMNS.filter((column) => column in changes) as (keyof ToolChanges)[];
    const sets = changed.map((column, i) => `${column} = $${i + 3}, `).join('');
    const rows = await tx.query<ToolRow>(
      `UPDATE tools SET ${sets} updated_at = ${LATER}
       WHERE short_id = $1 RETURNING *`,
      [shortId, atMs, ...changed.map((column) => changes[column])],
    );
    const row = rows[0];
    if (!row) throw new Error(`Tool ${shortId} vanished while it was held.`);
    return row;
  }

  /** Leaves the row as a tombstone: without headers, secrets, template or schema. */
  async bury(tx: Tx, shortId: string, atMs: number): Promise<void> {
    await tx.run(
      `UPDATE tools SET auth_headers = '', callback_secret_hash = 'deleted:' || short_id, old_callback_secret_hash = NULL,
         old_callback_secret_until = NULL, signing_secret = '', old_signing_secret = NULL, old_signing_secret_until = NULL,
         payload_template = NULL, inputs_schema = NULL, response = NULL, updated_at = ${LATER}, deleted_at = $2
       WHERE short_id = $1`,
      [shortId, atMs],
    );
  }

  /** Keeps what a tool's answers were recognised as, unless that is said or known already. */
  async pinDialect(tx: Tx, shortId: string, dialect: string, atMs: number): Promise<void> {
    await tx.run(
      `UPDATE tools SET dialect = $3, updated_at = ${LATER} WHERE short_id = $1 AND dialect IS NULL AND deleted_at IS NULL
       AND (response IS NULL OR response = '{"dialect":"auto"}')`,
      [shortId, atMs, dialect],
    );
  }

  /** What its newest conformance test came to. */
  async grade(tx: Tx, shortId: string, grade: string, atMs: number): Promise<void> {
    const sql = `UPDATE tools SET grade = $3, graded_at = $2, updated_at = ${LATER} WHERE short_id = $1 AND deleted_at IS NULL`;
    await tx.run(sql, [shortId, atMs, grade]);
  }

  /** Living tools that take orders, and of which no conformance test began after `since`. */
  async untested(since: number, limit: number): Promise<string[]> {
    const sql = `SELECT short_id FROM tools WHERE deleted_at IS NULL AND paused_at IS NULL AND NOT EXISTS
        (SELECT 1 FROM conformance_tests c WHERE c.short_id = tools.short_id AND c.created_at > $1)
      ORDER BY short_id LIMIT $2`;
    return (await this.database.read<{ short_id: string }>(sql, [since, limit])).map((row) => row.short_id);
  }

  /** Keeps a living tool as it is until this transaction is over, for what is laid down on it; false where there is none. */
  async keep(tx: Tx, shortId: string): Promise<boolean> {
    return (
      (await tx.keep('SELECT short_id FROM tools WHERE short_id = $1 AND deleted_at IS NULL', [shortId])).length > 0
    );
  }

  /**
   * Of a tool that this transaction has taken. What has been committed since it began counts as well: whoever kept the tool, and so was
   * waited for, may have placed one.
   */
  async hasOpenOrders(tx: Tx, shortId: string): Promise<boolean> {
    const sql = `SELECT 1 FROM orders WHERE short_id = $1 AND ${OPEN} LIMIT 1`;
    if ((await tx.query(sql, [shortId])).length > 0) return true;
    return this.database.kind === 'postgres' && (await this.database.read(sql, [shortId])).length > 0;
  }

  /** The living tools of a seller, as this transaction sees them. */
  async livingOf(tx: Tx, sellerId: string): Promise<ToolRow[]> {
    return tx.query<ToolRow>('SELECT * FROM tools WHERE seller_id = $1 AND deleted_at IS NULL', [sellerId]);
  }

  /** The living tools of a seller, each taken for this transaction. */
  async holdAllOf(tx: Tx, sellerId: string): Promise<ToolRow[]> {
    return tx.query<ToolRow>(
      'UPDATE tools SET updated_at = updated_at WHERE seller_id = $1 AND deleted_at IS NULL RETURNING *',
      [sellerId],
    );
  }
}
