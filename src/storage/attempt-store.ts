import type { Outcome } from '../domain/outcome.js';
import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { AttemptRow } from './entities/attempt.js';

export type AttemptKind = 'forward' | 'check' | 'callback' | 'notify' | 'mirror' | 'poll' | 'job';
export type NewAttempt = Omit<AttemptRow, 'poll_id' | 'job_id'> & {
  kind: AttemptKind;
  outcome: Outcome;
  /** Of a public poll and its webhook only. */
  poll_id?: string | null;
  /** Of a public job and its webhook only. */
  job_id?: string | null;
};

/** Every call made or received, kept as evidence: rows are only added. */
export class AttemptStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, a: NewAttempt): Promise<void> {
    await tx.run(
      `INSERT INTO attempts (attempt_id, kind, order_id, notification_id, short_id, run, attempt_num, started_at, duration_ms,
         method, url, status_code, outcome, error, request_id, response_excerpt, poll_id, job_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        ...[
          a.attempt_id,
          a.kind,
          a.order_id,
          a.notification_id,
          a.short_id,
          a.run,
          a.attempt_num,
          a.started_at,
          a.duration_ms,
        ],
        ...[a.method, a.url, a.status_code, a.outcome, a.error, a.request_id, a.response_excerpt],
        ...[a.poll_id ?? null, a.job_id ?? null],
      ],
    );
  }

  /** An order's attempts, newest first. */
  async ofOrder(orderId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    return this.database.read<AttemptRow>(
      'SELECT * FROM attempts WHERE order_id = $1 AND attempt_id < $2 ORDER BY attempt_id DESC LIMIT $3',
      [orderId, before ?? 'b', limit],
    );
  }

  /** The same, of some kinds only. */
  async ofOrderOfKinds(
    orderId: string,
    kinds: readonly AttemptKind[],
    limit: number,
    before: string | null,
  ): Promise<AttemptRow[]> {
    const marks = kinds.map((_, i) => `$${i + 4}`).join(', ');
    return this.database.read<AttemptRow>(
      `SELECT * FROM attempts WHERE order_id = $1 AND attempt_id < $2 AND kind IN (${marks}) ORDER BY attempt_id DESC LIMIT $3`,
      [orderId, before ?? 'b', limit, ...kinds],
    );
  }

  /** The attempts of a public poll and of its webhook, newest first. */
  async ofPoll(pollId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    return this.database.read<AttemptRow>(
      'SELECT * FROM attempts WHERE poll_id = $1 AND attempt_id < $2 ORDER BY attempt_id DESC LIMIT $3',
      [pollId, before ?? 'b', limit],
    );
  }

  /** The attempts of a public job and of its webhook, newest first. */
  async ofJob(jobId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    return this.database.read<AttemptRow>(
      'SELECT * FROM attempts WHERE job_id = $1 AND attempt_id < $2 ORDER BY attempt_id DESC LIMIT $3',
      [jobId, before ?? 'b', limit],
    );
  }

  async find(attemptId: string): Promise<AttemptRow | null> {
    const [row] = await this.database.read<AttemptRow>('SELECT * FROM attempts WHERE attempt_id = $1', [attemptId]);
    return row ?? null;
  }
}
