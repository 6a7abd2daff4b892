import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { OrderRow } from './entities/order.js';
import type { OutageRow } from './entities/outage.js';

/** An order that an outage held up and nobody has made good, as it stands now. */
export type HeldRow = Pick<
  OrderRow,
  'order_id' | 'short_id' | 'status' | 'run' | 'forwarded_at' | 'completed_at' | 'erased_at'
> & {
  readonly held_run: number;
  readonly held_at: number;
  /** The start of its error, as JSON. */
  readonly error: string | null;
  readonly tool_deleted_at: number | null;
  /** 1: a forward reached its seller, or may have, though nothing of that stands on the order. */
  readonly taken: number;
};

/** A time that an order was given already, of another outage or this one. */
export interface GivenSpan {
  readonly order_id: string;
  readonly began_at: number;
  readonly ended_at: number;
}

const HELD = `SELECT o.order_id, o.short_id, o.status, o.run, o.forwarded_at, o.completed_at, o.erased_at, substr(o.error, 1, 120) AS error,
    h.run AS held_run, h.at AS held_at, t.deleted_at AS tool_deleted_at,
    CASE WHEN o.status IN ('failed', 'expired') AND o.forwarded_at IS NULL AND EXISTS (
      SELECT 1 FROM attempts a WHERE a.order_id = o.order_id AND a.run = o.run AND a.kind = 'forward'
        AND (a.status_code BETWEEN 200 AND 299 OR a.outcome = 'unconfirmed')) THEN 1 ELSE 0 END AS taken
  FROM outage_orders h JOIN orders o ON o.order_id = h.order_id LEFT JOIN tools t ON t.short_id = o.short_id
  WHERE h.outage_id = $1 AND h.mended_at IS NULL`;
const GIVEN = `SELECT h.order_id, u.began_at, u.ended_at FROM outage_orders h JOIN outages u ON u.outage_id = h.outage_id
  WHERE h.extended = 1 AND u.ended_at IS NOT NULL`;

/** What outages held up, as it is made good: each order of each outage once. */
export class OutageReplayStore {
  constructor(private readonly database: Database) {}

  /** The next orders behind an id that are not made good. */
  async held(outageId: string, after: string, limit: number): Promise<HeldRow[]> {
    const sql = `${HELD} AND h.order_id > $2 ORDER BY h.order_id LIMIT $3`;
    return this.database.read<HeldRow>(sql, [outageId, after, limit]);
  }

  /** One of them, as this transaction sees it; null where it was made good. */
  async get(tx: Tx, outageId: string, orderId: string): Promise<HeldRow | null> {
    const [row] = await tx.query<HeldRow>(`${HELD} AND h.order_id = $2`, [outageId, orderId]);
    return row ?? null;
  }

  /** What those of an outage's orders that lie between two ids, both included, were given already. */
  async given(outageId: string, first: string, last: string): Promise<GivenSpan[]> {
    const sql = `${GIVEN} AND h.order_id IN (SELECT order_id FROM outage_orders
      WHERE outage_id = $1 AND mended_at IS NULL AND order_id >= $2 AND order_id <= $3)`;
    return this.database.read<GivenSpan>(sql, [outageId, first, last]);
  }

  async givenTo(tx: Tx, orderId: string): Promise<GivenSpan[]> {
    return tx.query<GivenSpan>(`${GIVEN} AND h.order_id = $1`, [orderId]);
  }

  /** It is made good; false where it was already. Counted on the outage. */
  async mend(tx: Tx, outageId: string, orderId: string, extended: boolean, at: number): Promise<boolean> {
    const sql = `UPDATE outage_orders SET mended_at = $3, extended = $4 WHERE outage_id = $1 AND order_id = $2 AND mended_at IS NULL`;
    if ((await tx.run(sql, [outageId, orderId, at, extended ? 1 : 0])) === 0) return false;
    await tx.run('UPDATE outages SET replay_done = replay_done + 1 WHERE outage_id = $1', [outageId]);
    return true;
  }

  /** Keeps what a replay set out to do, and that nothing of it is done; of those that begin at once, one does. */
  async begin(tx: Tx, outageId: string, replay: string): Promise<void> {
    await tx.run('UPDATE outages SET replay = $2, replay_done = 0 WHERE outage_id = $1', [outageId, replay]);
  }

  async finish(tx: Tx, outageId: string, replay: string, at: number): Promise<void> {
    await tx.run('UPDATE outages SET replay = $2, replayed_at = $3 WHERE outage_id = $1', [outageId, replay, at]);
  }

  /** Outages that last, and those that ended since and were not replayed, newest first. */
  async unmended(since: number, sellerId: string | null, limit: number): Promise<OutageRow[]> {
    const own = sellerId === null ? '' : 'AND seller_id = $2';
    const params = sellerId === null ? [] : [sellerId];
    const lasting = `SELECT * FROM outages WHERE ended_at IS NULL ${own.replace('$2', '$1')} LIMIT ${limit}`;
    const ended = `SELECT * FROM outages WHERE replayed_at IS NULL AND ended_at IS NOT NULL AND ended_at >= $1 ${own}
      ORDER BY ended_at DESC LIMIT ${limit}`;
    return [
      ...(await this.database.read<OutageRow>(lasting, params)),
      ...(await this.database.read<OutageRow>(ended, [since, ...params])),
    ];
  }
}
