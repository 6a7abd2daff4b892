import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { SweepRow } from './entities/sweep.js';

/** What a sweep's checks added up to since the last time they were written down. */
export type SweepTally = Pick<SweepRow, 'checked' | 'changed' | 'failed' | 'lateness_ms' | 'last_checked_at'>;

/** Past sweeps; a tick has at most one, whoever opens it. */
export class SweepStore {
  constructor(private readonly database: Database) {}

  /** Whether other processes may open sweeps, too. */
  get isShared(): boolean {
    return this.database.kind === 'postgres';
  }

  /** Answers false where the tick already had its sweep. */
  async open(tx: Tx, sweep: Pick<SweepRow, 'sweep_id' | 'tick_at' | 'manual' | 'opened_at' | 'due'>): Promise<boolean> {
    const opened = await tx.run(
      `INSERT INTO sweeps (sweep_id, tick_at, manual, opened_at, due, checked, changed, failed, last_checked_at, lateness_ms)
       VALUES ($1, $2, $3, $4, $5, 0, 0, 0, NULL, 0) ON CONFLICT DO NOTHING`,
      [sweep.sweep_id, sweep.tick_at, sweep.manual, sweep.opened_at, sweep.due],
    );
    return opened > 0;
  }

  /** The sweep that a tick has already. */
  async ofTick(tx: Tx, tickAt: number): Promise<string | null> {
    const sql = 'SELECT sweep_id FROM sweeps WHERE tick_at = $1 AND manual = 0';
    const [row] = await tx.query<{ sweep_id: string }>(sql, [tickAt]);
    return row?.sweep_id ?? null;
  }

  /** The sweep that was opened last, as committed. */
  async newest(): Promise<string | null> {
    const [row] = await this.database.read<{ sweep_id: string }>(
      'SELECT sweep_id FROM sweeps ORDER BY sweep_id DESC LIMIT 1',
    );
    return row?.sweep_id ?? null;
  }

  async add(tx: Tx, sweepId: string, tally: SweepTally): Promise<void> {
    await tx.run(
      `UPDATE sweeps SET checked = checked + $2, changed = changed + $3, failed = failed + $4, last_checked_at = $5,
         lateness_ms = CASE WHEN lateness_ms > $6 THEN lateness_ms ELSE $6 END WHERE sweep_id = $1`,
      [sweepId, tally.checked, tally.changed, tally.failed, tally.last_checked_at, tally.lateness_ms],
    );
  }

  /** Newest first. */
  async list(limit: number, before: string | null): Promise<SweepRow[]> {
    return this.database.read('SELECT * FROM sweeps WHERE sweep_id < $1 ORDER BY sweep_id DESC LIMIT $2', [
      before ?? 't',
      limit,
    ]);
  }
}
