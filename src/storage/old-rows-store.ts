import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';

/** What came of one bounded step through a table. */
export interface OldStep<Place> {
  readonly removed: number;
  /** Where the next step begins; null once nothing older is left. */
  readonly next: Place | null;
}

/** A table that is walked by its ids, which sort by age, until rows are young. */
interface Walk {
  readonly table: string;
  readonly id: string;
  readonly at: string;
  /** SQL over `$3`, the instant before which rows are old. */
  readonly goes: string;
  /** Where its rows are only walked among; in front of the id in an index. */
  readonly among?: string;
}

/** An order's history goes once the order has ended that long ago: of an open order everything stays. */
const ORDER_ENDED = (table: string) =>
  `EXISTS (SELECT 1 FROM orders o WHERE o.order_id = ${table}.order_id AND o.completed_at < $3)`;

const WALKS = {
  // What brought a late result stays as long as the result: it is accepted by the attempt's id. Those of polls and jobs go with these.
  attempts: {
    ...{ table: 'attempts', id: 'attempt_id', at: 'started_at' },
    goes: `(${ORDER_ENDED('attempts')} OR (order_id IS NULL AND poll_id IS NULL AND job_id IS NULL))
      AND NOT EXISTS (SELECT 1 FROM late_results l WHERE l.attempt_id = attempts.attempt_id)`,
  },
  events: { table: 'order_events', id: 'event_id', at: 'at', goes: ORDER_ENDED('order_events') },
  notifications: {
    ...{ table: 'notifications', id: 'notification_id', at: 'created_at' },
    ...{ among: `state = 'delivered'`, goes: 'done_at < $3' },
  },
  sweeps: { table: 'sweeps', id: 'sweep_id', at: 'opened_at', goes: '1 = 1' },
  bulks: { table: 'bulks', id: 'bulk_id', at: 'created_at', goes: `status <> 'running' AND finished_at < $3` },
  conformance_tests: {
    ...{ table: 'conformance_tests', id: 'test_id', at: 'created_at' },
    goes: `status <> 'running' AND finished_at < $3`,
  },
  notices: { table: 'notices', id: 'notice_id', at: 'at', goes: 'open = 0' },
} as const satisfies Record<string, Walk>;

export type WalkedKind = keyof typeof WALKS;
export const WALKED_KINDS = Object.keys(WALKS) as readonly WalkedKind[];

/** Removes what is old from tables that are walked by id. Every step reads and writes at most `limit` rows, by an index. */
export class OldRowsStore {
  constructor(private readonly database: Database) {}

  /** One step through the rows behind `after`, of which those go that are older than `before` and that nothing keeps. */
  async step(kind: WalkedKind, before: number, after: string, limit: number): Promise<OldStep<string>> {
    const { table, id, at, goes, among }: Walk = WALKS[kind];
    const which = among === undefined ? '' : `${among} AND `;
    const sql = `SELECT ${id} AS id, ${at} AS at FROM ${table} WHERE ${which}${id} > $1 ORDER BY ${id} LIMIT $2`;
    const rows = await this.database.read<{ id: string; at: number }>(sql, [after, limit]);
    const old = rows.filter((row) => row.at < before);
    const last = rows.at(-1);
    if (old.length === 0 || !last) return { removed: 0, next: null };
    const params: SqlValue[] = [after, last.id, before];
    // Named one by one, lest statistics tempt a planner into reading all of the table.
    const these = `SELECT ${id} FROM ${table} WHERE ${which}${id} > $1 AND ${id} <= $2`;
    const remove = (tx: Tx) =>
      tx.run(`DELETE FROM ${table} WHERE ${id} IN (${these}) AND ${at} < $3 AND ${goes}`, params);
    return { removed: await this.database.unit.run(remove), next: rows.length < limit ? null : last.id };
  }
}
