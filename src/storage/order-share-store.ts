import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';

/** What a shared order is shown under. */
export interface SharedUnder {
  /** How often its links were withdrawn: those that name another number are over. */
  readonly generation: number;
  /** Null where there is no such tool. */
  readonly tool_name: string | null;
}

const UNDER = `SELECT COALESCE(s.generation, 0) AS generation, t.name AS tool_name FROM orders o
  LEFT JOIN order_shares s ON s.order_id = o.order_id LEFT JOIN tools t ON t.short_id = o.short_id WHERE o.order_id = $1`;

/** The table `order_shares`: an order has a row from when its links were first withdrawn until it is erased. */
export class OrderShareStore {
  constructor(private readonly database: Pick<Database, 'read'>) {}

  /** Null where there is no such order. */
  async find(orderId: string): Promise<SharedUnder | null> {
    const [row] = await this.database.read<SharedUnder>(UNDER, [orderId]);
    return row ?? null;
  }

  /** The number that links made now must name. */
  async generation(tx: Tx, orderId: string): Promise<number> {
    const sql = 'SELECT generation FROM order_shares WHERE order_id = $1';
    const [row] = await tx.query<{ generation: number }>(sql, [orderId]);
    return row?.generation ?? 0;
  }

  /** From the commit on, no link made before counts. */
  async withdraw(tx: Tx, orderId: string): Promise<void> {
    await tx.run(
      `INSERT INTO order_shares (order_id, generation) VALUES ($1, 1)
       ON CONFLICT (order_id) DO UPDATE SET generation = order_shares.generation + 1`,
      [orderId],
    );
  }
}
