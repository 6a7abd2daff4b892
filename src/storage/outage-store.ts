import { newId } from '../domain/ids.js';
import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { OutageOrderRow, OutageRow } from './entities/outage.js';
import type { OldStep } from './old-rows-store.js';

/** Whom an outage is of: a seller's tool at an origin; or, where `short_id` is empty, all that the seller has there. */
export type OutagePlace = Pick<OutageRow, 'seller_id' | 'short_id' | 'origin'>;
/** An outage that lasts. */
export type OpenOutage = OutagePlace & Pick<OutageRow, 'outage_id' | 'began_at'>;
/** What was to be called, of one order. */
export type HeldUp = Pick<OutageOrderRow, 'order_id' | 'run' | 'kind'>;

/** An outage as it is told of, with how many orders it held up. */
export type OutageReading = OutageRow & { readonly orders: number };

export interface OutageFilter {
  readonly sellerId: string | null;
  readonly shortId: string | null;
}

const OPEN = 'outage_id, seller_id, short_id, origin, began_at';
const READING = `u.*, (SELECT count(*) FROM outage_orders h WHERE h.outage_id = u.outage_id) AS orders`;

/** Outages and the orders that they held up. At most one lasts of each place (index `outages_open`), whichever process saw it begin. */
export class OutageStore {
  constructor(private readonly database: Database) {}

  /** All that last: some, never many. */
  async allOpen(): Promise<OpenOutage[]> {
    return this.database.read<OpenOutage>(`SELECT ${OPEN} FROM outages WHERE ended_at IS NULL`);
  }

  /** Begins one where none lasts; answers the one that lasts now, null where it has just ended. */
  async open(tx: Tx, place: OutagePlace, beganAt: number): Promise<OpenOutage | null> {
    const { seller_id, short_id, origin } = place;
    await tx.run(
      `INSERT INTO outages (outage_id, seller_id, short_id, origin, began_at, forwards, checks, callbacks, replay_done)
       VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0) ON CONFLICT DO NOTHING`,
      [newId('out'), seller_id, short_id, origin, beganAt],
    );
    const [row] = await tx.query<OpenOutage>(
      `SELECT ${OPEN} FROM outages WHERE seller_id = $1 AND short_id = $2 AND origin = $3 AND ended_at IS NULL`,
      [seller_id, short_id, origin],
    );
    return row ?? null;
  }

  /** Notes orders that it holds up; one that is noted already stays, in its newest run. */
  async hold(tx: Tx, outageId: string, orders: readonly HeldUp[], at: number): Promise<void> {
    for (const { order_id, run, kind } of orders)
      await tx.run(
        `INSERT INTO outage_orders (outage_id, order_id, run, kind, at, extended) VALUES ($1, $2, $3, $4, $5, 0)
         ON CONFLICT (outage_id, order_id) DO UPDATE SET run = excluded.run, kind = excluded.kind WHERE outage_orders.run < excluded.run`,
        [outageId, order_id, run, kind, at],
      );
  }

  /** Counts calls that failed; false where the outage has ended. */
  async count(tx: Tx, outageId: string, failed: { forwards: number; checks: number }, error: string): Promise<boolean> {
    const sql = `UPDATE outages SET forwards = forwards + $2, checks = checks + $3, error = $4
      WHERE outage_id = $1 AND ended_at IS NULL`;
    return (await tx.run(sql, [outageId, failed.forwards, failed.checks, error])) > 0;
  }

  async countCallback(tx: Tx, outageId: string): Promise<void> {
    const sql = 'UPDATE outages SET callbacks = callbacks + 1 WHERE outage_id = $1 AND ended_at IS NULL';
    await tx.run(sql, [outageId]);
  }

  /** It is over; false where it was already. */
  async end(tx: Tx, outageId: string, at: number): Promise<boolean> {
    const sql =
      'UPDATE outages SET ended_at = CASE WHEN began_at > $2 THEN began_at ELSE $2 END WHERE outage_id = $1 AND ended_at IS NULL';
    return (await tx.run(sql, [outageId, at])) > 0;
  }

  /** What lasts of a seller, as this transaction sees it. */
  async openOf(tx: Tx, sellerId: string): Promise<OpenOutage[]> {
    return tx.query<OpenOutage>(`SELECT ${OPEN} FROM outages WHERE seller_id = $1 AND ended_at IS NULL`, [sellerId]);
  }

  async find(outageId: string): Promise<OutageReading | null> {
    const [row] = await this.database.read<OutageReading>(`SELECT ${READING} FROM outages u WHERE u.outage_id = $1`, [
      outageId,
    ]);
    return row ? numbered(row) : null;
  }

  async get(tx: Tx, outageId: string): Promise<OutageRow | null> {
    const [row] = await tx.query<OutageRow>('SELECT * FROM outages WHERE outage_id = $1', [outageId]);
    return row ?? null;
  }

  /** Newest first; `before` is the last outage_id of the page before. */
  async list({ sellerId, shortId }: OutageFilter, limit: number, before: string | null): Promise<OutageReading[]> {
    const params: SqlValue[] = [limit];
    const p = (value: SqlValue) => `$${params.push(value)}`;
    const wheres = [
      ...(sellerId === null ? [] : [`u.seller_id = ${p(sellerId)}`]),
      ...(shortId === null ? [] : [`u.short_id = ${p(shortId)}`]),
      ...(before === null ? [] : [`u.outage_id < ${p(before)}`]),
    ];
    const where = wheres.length === 0 ? '' : `WHERE ${wheres.join(' AND ')}`;
    const sql = `SELECT ${READING} FROM outages u ${where} ORDER BY u.outage_id DESC LIMIT $1`;
    return (await this.database.read<OutageReading>(sql, params)).map(numbered);
  }

  /** A step of forgetting: what the oldest outage that ended before an instant held up, and once that is gone, itself. */
  async forget(before: number, limit: number): Promise<OldStep<true>> {
    // By age of their ids: an old one that lasts stands at the front for ever, and there are never many.
    const [old] = await this.database.read<{ outage_id: string }>(
      'SELECT outage_id FROM outages WHERE ended_at < $1 ORDER BY outage_id LIMIT 1',
      [before],
    );
    if (!old) return { removed: 0, next: null };
    const some = 'SELECT order_id FROM outage_orders WHERE outage_id = $1 LIMIT $2';
    const removed = await this.database.unit.run(async (tx) => {
      const sql = `DELETE FROM outage_orders WHERE outage_id = $1 AND order_id IN (${some})`;
      const orders = await tx.run(sql, [old.outage_id, limit]);
      if (orders > 0) return 0;
      return tx.run('DELETE FROM outages WHERE outage_id = $1 AND ended_at < $2', [old.outage_id, before]);
    });
    return { removed, next: true };
  }
}

/** Postgres answers counts as texts. */
function numbered(row: OutageReading): OutageReading {
  return { ...row, orders: Number(row.orders) };
}
