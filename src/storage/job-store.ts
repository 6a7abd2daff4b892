import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { JobRow } from './entities/job.js';

const COLUMNS = [
  'job_id',
  'owner',
  'request_id',
  'method',
  'shown_url',
  'max_retries',
  'timeout_s',
  'backoff',
  'ignored_fields',
  'idempotency_key',
  'schedule_id',
  'tick_at',
  'replay_of',
  'status',
  'attempts',
  'scheduled_at',
  'started_at',
  'completed_at',
  'status_code',
  'last_error',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof JobRow)[];

const INSERT = `INSERT INTO jobs (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})
  ON CONFLICT DO NOTHING`;

/** Public jobs. */
export class JobStore {
  constructor(private readonly database: Database) {}

  /** Answers false where its owner has made a job with its key, or its schedule one for its tick. */
  async add(tx: Tx, job: JobRow): Promise<boolean> {
    return (
      (await tx.run(
        INSERT,
        COLUMNS.map((column) => job[column]),
      )) > 0
    );
  }

  /** As committed. */
  async find(jobId: string): Promise<JobRow | null> {
    const [row] = await this.database.read<JobRow>('SELECT * FROM jobs WHERE job_id = $1', [jobId]);
    return row ?? null;
  }

  /** As this transaction sees it. */
  async get(tx: Tx, jobId: string): Promise<JobRow | null> {
    const [row] = await tx.query<JobRow>('SELECT * FROM jobs WHERE job_id = $1', [jobId]);
    return row ?? null;
  }

  /** Whether a schedule has a job that has not ended. */
  async hasOpen(tx: Tx, scheduleId: string): Promise<boolean> {
    const sql = `SELECT 1 AS one FROM jobs WHERE schedule_id = $1 AND status IN ('scheduled', 'running') LIMIT 1`;
    return (await tx.query(sql, [scheduleId])).length > 0;
  }

  async countOpen(tx: Tx, owner: string): Promise<number> {
    const sql = `SELECT count(*) AS n FROM jobs WHERE owner = $1 AND status IN ('scheduled', 'running')`;
    const [row] = await tx.query<{ n: number }>(sql, [owner]);
    return Number(row?.n ?? 0);
  }
}
