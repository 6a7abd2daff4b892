import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { CallRequestRow } from './entities/call-request.js';

/** What jobs and schedules call: apart from them, since it may be long, is written once, and may be shared. */
export class CallRequestStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, { request_id, sealed, body }: CallRequestRow): Promise<void> {
    const sql = 'INSERT INTO call_requests (request_id, sealed, body) VALUES ($1, $2, $3)';
    await tx.run(sql, [request_id, sealed, body]);
  }

  async find(requestId: string): Promise<CallRequestRow | null> {
    const sql = 'SELECT * FROM call_requests WHERE request_id = $1';
    const [row] = await this.database.read<CallRequestRow>(sql, [requestId]);
    return row ?? null;
  }

  /** As this transaction sees it. */
  async get(tx: Tx, requestId: string): Promise<CallRequestRow | null> {
    const [row] = await tx.query<CallRequestRow>('SELECT * FROM call_requests WHERE request_id = $1', [requestId]);
    return row ?? null;
  }

  /** The same, taken for this transaction: whoever names it anew, and whoever forgets what nobody names, come one after the other. */
  async hold(tx: Tx, requestId: string): Promise<CallRequestRow | null> {
    const sql = 'UPDATE call_requests SET request_id = request_id WHERE request_id = $1 RETURNING *';
    const [row] = await tx.query<CallRequestRow>(sql, [requestId]);
    return row ?? null;
  }

  /** Forgets it, unless a job or a schedule still names it. */
  async dropUnused(tx: Tx, requestId: string): Promise<void> {
    await tx.run('UPDATE call_requests SET request_id = request_id WHERE request_id = $1', [requestId]);
    await tx.run(
      `DELETE FROM call_requests WHERE request_id = $1
         AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.request_id = $1)
         AND NOT EXISTS (SELECT 1 FROM schedules WHERE schedules.request_id = $1)`,
      [requestId],
    );
  }
}
