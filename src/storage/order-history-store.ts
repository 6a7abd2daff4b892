import type { Tx } from './database/unit-of-work.js';
import type { LateResultRow } from './entities/order-history.js';

/** What an order keeps beside its row: keys it was placed under, bodies that ended its runs, good results that came too late. */
export class OrderHistoryStore {
  /** The order that an `Idempotency-Key` or `webhook-id` was first used for. */
  async orderOfKey(tx: Tx, key: string): Promise<string | null> {
    const [row] = await tx.query<{ order_id: string }>('SELECT order_id FROM intake_keys WHERE intake_key = $1', [key]);
    return row?.order_id ?? null;
  }

  async addKey(tx: Tx, key: string, orderId: string, at: number): Promise<void> {
    await tx.run('INSERT INTO intake_keys (intake_key, order_id, created_at) VALUES ($1, $2, $3)', [key, orderId, at]);
  }

  async addRunEnding(tx: Tx, orderId: string, run: number, bodyHash: string, saidHash: string | null): Promise<void> {
    await tx.run(
      'INSERT INTO run_endings (order_id, run, body_hash, said_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [orderId, run, bodyHash, saidHash],
    );
  }

  /** Whether this very body, or the same said alone or in a batch, ended an earlier run of the order. */
  async endedEarlierRun(
    tx: Tx,
    orderId: string,
    run: number,
    bodyHash: string,
    saidHash: string | null,
  ): Promise<boolean> {
    const rows = await tx.query(
      'SELECT 1 FROM run_endings WHERE order_id = $1 AND run < $2 AND (body_hash = $3 OR said_hash = $4) LIMIT 1',
      [orderId, run, bodyHash, saidHash],
    );
    return rows.length > 0;
  }

  /** A late result that the order keeps already and that equals this one, as kept; its files serve both. */
  async equalLate(tx: Tx, orderId: string, answerHash: string): Promise<string | null> {
    const [row] = await tx.query<{ result: string }>(
      'SELECT result FROM late_results WHERE order_id = $1 AND answer_hash = $2 LIMIT 1',
      [orderId, answerHash],
    );
    return row?.result ?? null;
  }

  async addLate(tx: Tx, late: LateResultRow): Promise<void> {
    await tx.run(
      'INSERT INTO late_results (attempt_id, order_id, result, answer_hash, at) VALUES ($1, $2, $3, $4, $5)',
      [...[late.attempt_id, late.order_id, late.result, late.answer_hash, late.at]],
    );
  }

  async lateResult(tx: Tx, orderId: string, attemptId: string): Promise<LateResultRow | null> {
    const [row] = await tx.query<LateResultRow>('SELECT * FROM late_results WHERE attempt_id = $2 AND order_id = $1', [
      orderId,
      attemptId,
    ]);
    return row ?? null;
  }
}
