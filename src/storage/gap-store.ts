import type { Tx } from './database/unit-of-work.js';
import type { WorkRow } from './entities/work.js';
import { PARKED } from './work-store.js';

/** Work that is due so long after something: neither at an instant of the calendar or at a tick, nor once a person says so. */
const IS_GAP = 'by_clock = 0 AND by_sweep = 0 AND due_at < $2';

/** A row of work, and the instant at which it was written to be due. */
export interface WrittenDue {
  readonly workId: string;
  readonly dueAt: number;
}

/** What of the table of work the calendar has to be kept apart from when it jumps. */
export class GapStore {
  /**
   * Moves what is due so long after something by `deltaMs`, but for what was written since the jump and not rolled back. Held rows too:
   * that they are held, and on which attempt, stays as it is, and were they given back unmoved, they would be due by the old calendar.
   */
  async shift(tx: Tx, deltaMs: number, but: Iterable<WrittenDue>): Promise<void> {
    await tx.run(`UPDATE work SET due_at = due_at + $1 WHERE ${IS_GAP}`, [deltaMs, PARKED]);
    const back = `UPDATE work SET due_at = $1 WHERE ${IS_GAP} AND work_id = $3 AND due_at = $4`;
    for (const { workId, dueAt } of but) await tx.run(back, [dueAt, PARKED, workId, dueAt + deltaMs]);
  }

  /** The instants for which checks wait that were laid down for a tick of the sweep; also those that are held, which may be given back. */
  async sweepInstants(tx: Tx, after: number): Promise<number[]> {
    const rows = await tx.query<Pick<WorkRow, 'due_at'>>(
      `SELECT DISTINCT due_at FROM work WHERE kind = 'check' AND by_sweep = 1 AND due_at > $1 AND due_at < $2`,
      [after, PARKED],
    );
    return rows.map(({ due_at }) => due_at);
  }

  /** The checks of the sweep that wait for `from` wait for `to`. */
  async moveSweep(tx: Tx, from: number, to: number): Promise<void> {
    const sql = `UPDATE work SET due_at = $2 WHERE kind = 'check' AND by_sweep = 1 AND due_at = $1`;
    await tx.run(sql, [from, to]);
  }

  /** Messages that are still to be sent may go so much sooner or later. */
  async shiftNotifications(tx: Tx, deltaMs: number): Promise<void> {
    await tx.run(`UPDATE notifications SET next_at = next_at + $1 WHERE state = 'pending'`, [deltaMs]);
  }
}
