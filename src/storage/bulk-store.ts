import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { BulkRow } from './entities/bulk.js';

export type NewBulk = Omit<BulkRow, 'place' | 'changed' | 'skipped' | 'failed' | 'problems' | 'finished_at'>;
/** What came of one order. */
export type BulkTally = 'changed' | 'skipped' | 'failed';

const TALLIES = { changed: 'changed = changed + 1', skipped: 'skipped = skipped + 1', failed: 'failed = failed + 1' };

/** Actions on many orders. Each step along the walk is guarded by where the last one ended. */
export class BulkStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, row: NewBulk): Promise<void> {
    await tx.run(
      `INSERT INTO bulks (bulk_id, owner, token_id, actor, idempotency_key, request_hash, action, filter, status, matched, created_at,
         changed, skipped, failed, problems)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, '[]')`,
      [
        ...[row.bulk_id, row.owner, row.token_id, row.actor, row.idempotency_key, row.request_hash, row.action],
        ...[row.filter, row.status, row.matched, row.created_at],
      ],
    );
  }

  async get(tx: Tx, bulkId: string): Promise<BulkRow | null> {
    const [row] = await tx.query<BulkRow>('SELECT * FROM bulks WHERE bulk_id = $1', [bulkId]);
    return row ?? null;
  }

  async find(bulkId: string): Promise<BulkRow | null> {
    const [row] = await this.database.read<BulkRow>('SELECT * FROM bulks WHERE bulk_id = $1', [bulkId]);
    return row ?? null;
  }

  async byKey(tx: Tx, owner: string, key: string): Promise<BulkRow | null> {
    const sql = 'SELECT * FROM bulks WHERE owner = $1 AND idempotency_key = $2';
    const [row] = await tx.query<BulkRow>(sql, [owner, key]);
    return row ?? null;
  }

  /** How many are running: of one owner, or, of all sellers together, of every owner but this. */
  async running(tx: Tx, owner: string, whose: 'own' | 'others'): Promise<number> {
    const which = whose === 'own' ? 'owner = $1' : 'owner <> $1';
    const sql = `SELECT count(*) AS n FROM bulks WHERE status = 'running' AND ${which}`;
    return Number((await tx.query<{ n: number }>(sql, [owner]))[0]?.n ?? 0);
  }

  /** Newest first; `owner` null: everybody's. */
  async list(owner: string | null, limit: number, before: string | null): Promise<BulkRow[]> {
    const params: SqlValue[] = [limit];
    const conditions = [
      ...(owner === null ? [] : [`owner = $${params.push(owner)}`]),
      ...(before === null ? [] : [`bulk_id < $${params.push(before)}`]),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.database.read<BulkRow>(`SELECT * FROM bulks ${where} ORDER BY bulk_id DESC LIMIT $1`, params);
  }

  /** One order was dealt with; answers false where the walk had gone on, or ended, without this step. `problems`: where they grew. */
  async step(
    tx: Tx,
    { bulk_id, place }: Pick<BulkRow, 'bulk_id' | 'place'>,
    { tally, at, problems }: { readonly tally: BulkTally; readonly at: string; readonly problems: string },
  ): Promise<boolean> {
    const sql = `UPDATE bulks SET ${TALLIES[tally]}, place = $2, problems = $3
      WHERE bulk_id = $1 AND status = 'running' AND COALESCE(place, '') = $4`;
    return (await tx.run(sql, [bulk_id, at, problems, place ?? ''])) > 0;
  }

  /** What lay between the last order of a turn and the next was passed. */
  async skipTo(tx: Tx, { bulk_id, place }: Pick<BulkRow, 'bulk_id' | 'place'>, at: string): Promise<void> {
    const sql = `UPDATE bulks SET place = $2 WHERE bulk_id = $1 AND status = 'running' AND COALESCE(place, '') = $3`;
    await tx.run(sql, [bulk_id, at, place ?? '']);
  }

  /** The walk is over, or is not to go on. */
  async end(tx: Tx, bulkId: string, status: 'done' | 'stopped', now: number): Promise<void> {
    const sql = `UPDATE bulks SET status = $2, finished_at = $3 WHERE bulk_id = $1 AND status = 'running'`;
    await tx.run(sql, [bulkId, status, now]);
  }
}
