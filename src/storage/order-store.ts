import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { OrderRow } from './entities/order.js';

/** An order as read, with the instant of its next check. */
export type OrderReading = OrderRow & { next_check_at: number | null };

/** An order with what the buyer put in, as its readers see it; the journey itself needs them only to forward. */
export type WholeOrder = OrderReading & { inputs: string };

/** Columns that a change may write. */
export type OrderPatch = Partial<
  Pick<
    OrderRow,
    | 'run'
    | 'status'
    | 'progress'
    | 'message'
    | 'result'
    | 'answer_hash'
    | 'error'
    | 'delivered_by'
    | 'heard'
    | 'status_url'
    | 'remote_id'
    | 'forwarded_at'
    | 'completed_at'
    | 'deadline_at'
  >
>;

const COLUMNS = [
  ...['order_id', 'short_id', 'seller_id', 'is_test', 'metadata', 'request_hash', 'run', 'status', 'version'],
  ...[
    'progress',
    'message',
    'result',
    'answer_hash',
    'error',
    'delivered_by',
    'heard',
    'status_url',
    'remote_id',
    'attempts',
    'deadline_s',
  ],
  ...['created_at', 'forwarded_at', 'completed_at', 'updated_at', 'deadline_at', 'erased_at'],
] as const satisfies readonly (keyof OrderRow)[];

const INSERT = `INSERT INTO orders (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')}) ON CONFLICT DO NOTHING`;
/** Of the attempts, equal checks in a row may stand in the row of work alone. */
const READ = COLUMNS.map((column) =>
  column === 'attempts' ? 'o.attempts + COALESCE(w.repeats, 0) AS attempts' : `o.${column}`,
).join(', ');
const READING = `SELECT ${READ}, w.due_at AS next_check_at FROM orders o
  LEFT JOIN work w ON w.kind = 'check' AND w.subject = o.order_id WHERE o.order_id = $1`;
const WHOLE = `SELECT ${READ}, w.due_at AS next_check_at, i.inputs FROM orders o JOIN order_inputs i ON i.order_id = o.order_id
  LEFT JOIN work w ON w.kind = 'check' AND w.subject = o.order_id WHERE o.order_id = $1`;

/** The table of orders. A status is changed only by `change`, guarded by the row's version. */
export class OrderStore {
  constructor(private readonly database: Database) {}

  /** Answers false where the id is taken. */
  async add(tx: Tx, order: OrderRow & Pick<WholeOrder, 'inputs'>): Promise<boolean> {
    const values = COLUMNS.map((column) => order[column]);
    if ((await tx.run(INSERT, values)) === 0) return false;
    await tx.run('INSERT INTO order_inputs (order_id, inputs) VALUES ($1, $2)', [order.order_id, order.inputs]);
    return true;
  }

  /** What the buyer put in, as the text that came. */
  async inputsOf(orderId: string): Promise<string> {
    const [row] = await this.database.read<{ inputs: string }>('SELECT inputs FROM order_inputs WHERE order_id = $1', [
      orderId,
    ]);
    return row?.inputs ?? '{}';
  }

  async findWhole(orderId: string): Promise<WholeOrder | null> {
    const [row] = await this.database.read<WholeOrder>(WHOLE, [orderId]);
    return row ?? null;
  }

  /** The order with its inputs, as this transaction sees it. */
  async getWhole(tx: Tx, orderId: string): Promise<WholeOrder | null> {
    const [row] = await tx.query<WholeOrder>(WHOLE, [orderId]);
    return row ?? null;
  }

  async find(orderId: string): Promise<OrderReading | null> {
    const [row] = await this.database.read<OrderReading>(READING, [orderId]);
    return row ?? null;
  }

  /** The order as this transaction sees it. */
  async get(tx: Tx, orderId: string): Promise<OrderReading | null> {
    const [row] = await tx.query<OrderReading>(READING, [orderId]);
    return row ?? null;
  }

  /** Takes the order for this transaction, so that no other changes it meanwhile. */
  async hold(tx: Tx, orderId: string): Promise<void> {
    await tx.run('UPDATE orders SET version = version WHERE order_id = $1', [orderId]);
  }

  /** One guarded update: nothing is written unless the order is still at `version`. */
  async change(tx: Tx, orderId: string, version: number, patch: OrderPatch, at: number): Promise<boolean> {
    const entries = Object.entries(patch) as [string, SqlValue][];
    const sets = entries.map(([column], i) => `${column} = $${i + 4}`);
    const changed = await tx.run(
      `UPDATE orders SET version = version + 1, updated_at = $3${sets.map((set) => `, ${set}`).join('')} WHERE order_id = $1 AND version = $2`,
      [orderId, version, at, ...entries.map(([, value]) => value)],
    );
    return changed > 0;
  }

  /** Counts a call made to the seller; `heardInRun` notes that the seller said something of its own in that run. */
  async countAttempt(tx: Tx, orderId: string, heardInRun: number | null): Promise<void> {
    await tx.run(
      'UPDATE orders SET attempts = attempts + 1, heard = CASE WHEN run = $2 THEN 1 ELSE heard END WHERE order_id = $1',
      [orderId, heardInRun],
    );
  }

  /** Notes that the seller said something of its own in a run, outside a call of ours. */
  async noteHeard(tx: Tx, orderId: string, run: number): Promise<void> {
    await tx.run('UPDATE orders SET heard = 1 WHERE order_id = $1 AND run = $2', [orderId, run]);
  }

  /** Open orders past their deadline that no check will end. */
  async pastDeadline(now: number, limit: number): Promise<Pick<OrderRow, 'order_id' | 'short_id'>[]> {
    return this.database.read(
      // Open orders are those without completed_at: a list of statuses would tempt the planner into walking all of them.
      `SELECT order_id, short_id FROM orders WHERE completed_at IS NULL AND deadline_at <= $1
       AND NOT EXISTS (SELECT 1 FROM work WHERE kind = 'check' AND subject = order_id) ORDER BY deadline_at LIMIT $2`,
      [now, limit],
    );
  }

  /** Removes what a person or seller put into a final order; the row stays as a tombstone. */
  async erase(tx: Tx, orderId: string, at: number): Promise<void> {
    await tx.run(
      `UPDATE orders SET metadata = '{}', result = NULL, error = NULL, message = NULL, remote_id = NULL, erased_at = $2, updated_at = $2,
         version = version + 1 WHERE order_id = $1`,
      [orderId, at],
    );
    await tx.run(`UPDATE order_inputs SET inputs = '{}' WHERE order_id = $1`, [orderId]);
    await tx.run('DELETE FROM late_results WHERE order_id = $1', [orderId]);
    await tx.run('DELETE FROM uploads WHERE order_id = $1', [orderId]);
    await tx.run('UPDATE attempts SET response_excerpt = NULL, details = NULL, error = NULL WHERE order_id = $1', [
      orderId,
    ]);
    await tx.run('DELETE FROM order_shares WHERE order_id = $1', [orderId]);
    await tx.run('UPDATE order_events SET message = NULL WHERE order_id = $1', [orderId]);
  }
}
