import type { Clock } from '../../domain/clock.js';
import type { PostgresDatabase } from '../../storage/database/postgres.js';
import type { WaitingWork } from '../../storage/work-queue.js';
import type { BossQueue } from './boss-queue.js';

const AT_ONCE = 1_000;
/** A job may wait so much longer or shorter than its row says: the clocks of two machines, and the time of a transaction. */
const APART_MS = 2_000;

export interface Reconciled {
  /** Rows of work that had no job: nobody would ever have begun them. */
  readonly missing: number;
  /** Jobs that waited for another instant than their rows. */
  readonly apart: number;
}

const ID = `CAST(substr(w.work_id, 5) AS uuid)`;
const MISSING = `SELECT w.work_id, w.kind, w.due_at FROM work w
  WHERE NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.id = ${ID}) LIMIT ${AT_ONCE}`;
/** The row is the truth: `$1` is now by the clock that wrote it. What is set aside or under quarantine waits without an instant. */
const APART = `SELECT w.work_id, w.kind, w.due_at FROM work w JOIN pgboss.job j ON j.id = ${ID}
  WHERE w.claim = 0 AND j.state < 'active'
    AND abs(extract(epoch FROM (j.start_after - now())) * 1000 - greatest(w.due_at - $1, 0)) > ${APART_MS}
    AND (w.due_at > $1 OR j.start_after > now()) AND w.due_at < 4000000000000 LIMIT ${AT_ONCE}`;

/** Hands over work that the queue forgot. Both counts should be zero, but after a move from another database. */
export async function reconcile(
  database: PostgresDatabase,
  queue: BossQueue,
  clock: Pick<Clock, 'now'>,
): Promise<Reconciled> {
  const found = { missing: 0, apart: 0 };
  for (const what of ['missing', 'apart'] as const)
    for (let more = true; more;) {
      const count = await database.unit.run(async (tx) => {
        const rows =
          what === 'missing' ? await tx.query<WaitingWork>(MISSING) : await tx.query<WaitingWork>(APART, [clock.now()]);
        if (what === 'missing' && rows.length > 0) await queue.insert(tx, rows);
        if (what === 'apart') await queue.waiting(tx, rows);
        return rows.length;
      });
      found[what] += count;
      more = count === AT_ONCE;
    }
  return found;
}
