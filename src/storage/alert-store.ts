import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { AlertRow } from './entities/alert.js';

/** Causes that the operator was told of, while they last. Each write is guarded, so that of two processes one tells. */
export class AlertStore {
  constructor(private readonly database: Database) {}

  async get(tx: Tx, key: string): Promise<AlertRow | null> {
    const [row] = await tx.query<AlertRow>('SELECT * FROM alerts WHERE alert_key = $1', [key]);
    return row ?? null;
  }

  /** Answers false where somebody else was first. */
  async begin(tx: Tx, row: AlertRow): Promise<boolean> {
    const added = await tx.run(
      `INSERT INTO alerts (alert_key, type, began_at, seen_at, told_at, facts) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (alert_key) DO NOTHING`,
      [row.alert_key, row.type, row.began_at, row.seen_at, row.told_at, row.facts],
    );
    return added > 0;
  }

  /** It is still so. */
  async see(tx: Tx, key: string, now: number): Promise<void> {
    await tx.run('UPDATE alerts SET seen_at = $2 WHERE alert_key = $1', [key, now]);
  }

  /** Answers false where it was told again, or ended, since it was read. */
  async retell(tx: Tx, { alert_key, told_at }: AlertRow, now: number): Promise<boolean> {
    const sql = 'UPDATE alerts SET told_at = $3 WHERE alert_key = $1 AND told_at = $2';
    return (await tx.run(sql, [alert_key, told_at, now])) > 0;
  }

  /** Answers false where it was seen again, or ended, since it was read. */
  async end(tx: Tx, { alert_key, seen_at }: AlertRow): Promise<boolean> {
    return (await tx.run('DELETE FROM alerts WHERE alert_key = $1 AND seen_at = $2', [alert_key, seen_at])) > 0;
  }

  /** All that last: some, never many. */
  async all(): Promise<AlertRow[]> {
    return this.database.read<AlertRow>('SELECT * FROM alerts ORDER BY alert_key');
  }
}
