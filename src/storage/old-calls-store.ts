import { CallRequestStore } from './call-request-store.js';
import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { OldStep } from './old-rows-store.js';

/** A place among polls or jobs that have ended, in the order of their ends. */
export interface EndedPlace {
  readonly at: number;
  readonly id: string;
}

export const FIRST_ENDED: EndedPlace = { at: 0, id: '' };

export interface Ages {
  /** What ended before this instant is old. */
  readonly ended: number;
  /** Keys are kept from any instant after this one on. */
  readonly keyed: number;
}

interface Ended extends EndedPlace {
  readonly request_id: string | null;
  /** 1: nothing keeps it. */
  readonly goes: number;
}

const TABLES = {
  polls: { id: 'poll_id', at: 'ended_at', request: 'NULL' },
  jobs: { id: 'job_id', at: 'completed_at', request: 'request_id' },
} as const;

/** Removes public polls and jobs that ended long ago, each with all that is its own. */
export class OldCallsStore {
  private readonly requests: CallRequestStore;

  constructor(private readonly database: Database) {
    this.requests = new CallRequestStore(database);
  }

  /**
   * One step through what ended behind `after`, of at most `limit` rows in all: one of them may have had so many attempts that it takes
   * several. What was made with a key stays until the key may be used again, and what is still to be told until it was.
   */
  async step(kind: keyof typeof TABLES, ages: Ages, after: EndedPlace, limit: number): Promise<OldStep<EndedPlace>> {
    const most = Math.ceil(limit / 5);
    const rows = await this.ended(kind, ages, after, most);
    const removed = await this.database.unit.run(async (tx) => {
      let [left, place] = [limit, after];
      for (const row of rows) {
        if (left <= 0) break;
        const taken = row.goes === 1 ? await this.remove(tx, kind, row, left) : 0;
        if (taken === null) return { rows: limit, place };
        left -= taken;
        place = { at: row.at, id: row.id };
      }
      return { rows: limit - left, place };
    });
    const isLast = rows.length < most && removed.place.id === (rows.at(-1)?.id ?? after.id);
    return { removed: removed.rows, next: isLast ? null : removed.place };
  }

  private ended(kind: keyof typeof TABLES, ages: Ages, after: EndedPlace, limit: number): Promise<Ended[]> {
    const { id, at, request } = TABLES[kind];
    const isFree = `(c.idempotency_key IS NULL OR c.created_at < $4)
      AND (SELECT count(*) FROM outcome_webhooks w WHERE w.subject = c.${id} AND w.state = 'pending') = 0`;
    return this.database.read<Ended>(
      `SELECT c.${id} AS id, c.${at} AS at, ${request} AS request_id, CASE WHEN ${isFree} THEN 1 ELSE 0 END AS goes FROM ${kind} c
       WHERE c.${at} IS NOT NULL AND c.${at} < $3 AND (c.${at}, c.${id}) > ($1, $2) ORDER BY c.${at}, c.${id} LIMIT $5`,
      [after.at, after.id, ages.ended, ages.keyed, limit],
    );
  }

  /** Answers how many rows went; null where `left` of its attempts did, and it is not done yet. */
  private async remove(tx: Tx, kind: keyof typeof TABLES, row: Ended, left: number): Promise<number | null> {
    const { id } = TABLES[kind];
    const attempts = await tx.run(
      `DELETE FROM attempts WHERE attempt_id IN (SELECT attempt_id FROM attempts WHERE ${id} = $1 ORDER BY attempt_id LIMIT $2)`,
      [row.id, left],
    );
    if (attempts >= left) return null;
    await tx.run(`DELETE FROM ${kind} WHERE ${id} = $1`, [row.id]);
    await tx.run('DELETE FROM outcome_webhooks WHERE subject = $1', [row.id]);
    if (row.request_id === null) await tx.run('DELETE FROM poll_requests WHERE poll_id = $1', [row.id]);
    else await this.requests.dropUnused(tx, row.request_id);
    return attempts + 1;
  }
}
