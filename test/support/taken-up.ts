import type { Database } from '../../src/storage/database/database.js';
import { onPostgres } from './test-database.js';

/** As if a process had taken this work up, and died since: what the next one finds. Answers how many rows it was. */
export async function takenUpByTheDead(
  { unit }: Database,
  where = 'true',
  params: readonly (string | number)[] = [],
): Promise<number> {
  return unit.run(async (tx) => {
    // The queue of many processes knows of it, too, and has heard nothing of it for a while.
    const isIt = `id IN (SELECT CAST(substr(work_id, 5) AS uuid) FROM work WHERE ${where})`;
    const silent = `UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute' WHERE ${isIt}`;
    if (onPostgres) await tx.run(silent, params);
    return tx.run(`UPDATE work SET claim = 1 WHERE ${where}`, params);
  });
}
