import type { Tx } from './database/unit-of-work.js';
import type { WorkRow } from './entities/work.js';

/**
 * What a check's row of work remembers of equal checks in a row. Each check writes that row anyway: one that came to what the one
 * before came to writes nothing else, and is written down later, by whatever is not its equal or ends the work.
 */
export type Repeats = Pick<WorkRow, 'subject' | 'repeat_of' | 'repeats' | 'repeated_at'>;

export const REPEATS_COLUMNS = 'subject, repeat_of, repeats, repeated_at';

/** Counts them where they belong: on the attempt that they equal, and on their order. */
export async function writeRepeats(tx: Tx, { subject, repeat_of, repeats, repeated_at }: Repeats): Promise<void> {
  if (repeats === 0) return;
  const attempt = 'UPDATE attempts SET repeated = repeated + $2, last_at = $3 WHERE attempt_id = $1';
  await tx.run(attempt, [repeat_of, repeats, repeated_at]);
  await tx.run('UPDATE orders SET attempts = attempts + $2 WHERE order_id = $1', [subject, repeats]);
}

/** What an order's check remembers of its newest attempt; null where another check can equal none. */
export async function repeatsOf(tx: Tx, orderId: string): Promise<(Repeats & Pick<WorkRow, 'repeat_mark'>) | null> {
  const sql = `SELECT ${REPEATS_COLUMNS}, repeat_mark FROM work WHERE kind = 'check' AND subject = $1 AND repeat_of IS NOT NULL`;
  const [row] = await tx.query<Repeats & Pick<WorkRow, 'repeat_mark'>>(sql, [orderId]);
  return row ?? null;
}

/** From now on equal checks are counted on this attempt; with null, on none. What was counted before must have been written. */
export async function setRepeated(
  tx: Tx,
  orderId: string,
  attemptId: string | null,
  mark: string | null,
): Promise<void> {
  const sql = `UPDATE work SET repeat_of = $2, repeat_mark = $3, repeats = 0, repeated_at = NULL WHERE kind = 'check' AND subject = $1`;
  await tx.run(sql, [orderId, attemptId, mark]);
}
