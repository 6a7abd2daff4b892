import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { CallRequestRow } from './entities/call-request.js';
import type { JobRow } from './entities/job.js';
import { JOB_LISTING, listJobs, type JobFilter } from './job-list.js';
import type { Found } from './walk-in-windows.js';

/** A job as a list shows it: with what it calls, but for the body, and the instant of its next attempt. */
export type JobListing = JobRow & Pick<CallRequestRow, 'sealed'> & { readonly next_at: number | null };
/** A job whole. */
export type JobReading = JobListing & Pick<CallRequestRow, 'body'>;

/** How a try left a job. */
export type JobTried = Pick<JobRow, 'attempts' | 'status_code' | 'last_error' | 'updated_at'>;

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

const READING = JOB_LISTING.replace('r.sealed', 'r.sealed, r.body');

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

  /** With what it calls, as committed. */
  async read(jobId: string): Promise<JobReading | null> {
    const [row] = await this.database.read<JobReading>(`${READING} WHERE j.job_id = $1`, [jobId]);
    return row ?? null;
  }

  /** The job that an owner has made with a key, as committed. */
  async readByKey(owner: string, key: string): Promise<JobReading | null> {
    const sql = `${READING} WHERE j.owner = $1 AND j.idempotency_key = $2`;
    const [row] = await this.database.read<JobReading>(sql, [owner, key]);
    return row ?? null;
  }

  /** The same, as this transaction sees it. */
  async ofKey(tx: Tx, owner: string, key: string): Promise<JobReading | null> {
    const sql = `${READING} WHERE j.owner = $1 AND j.idempotency_key = $2`;
    const [row] = await tx.query<JobReading>(sql, [owner, key]);
    return row ?? null;
  }

  /** Newest first, below a job_id. A page may be short, or empty, where few of many fit: go on while there is a `next`. */
  list(filter: JobFilter, limit: number, below: string | null): Promise<Found<JobListing, string>> {
    return listJobs(this.database, filter, limit, below);
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

  /** Whether a tick of a schedule has its job. */
  async hasTick(tx: Tx, scheduleId: string, tickAt: number): Promise<boolean> {
    const sql = 'SELECT 1 AS one FROM jobs WHERE schedule_id = $1 AND tick_at = $2';
    return (await tx.query(sql, [scheduleId, tickAt])).length > 0;
  }

  async countOpen(tx: Tx, owner: string): Promise<number> {
    const sql = `SELECT count(*) AS n FROM jobs WHERE owner = $1 AND status IN ('scheduled', 'running')`;
    const [row] = await tx.query<{ n: number }>(sql, [owner]);
    return Number(row?.n ?? 0);
  }

  async openOf(tx: Tx, owner: string): Promise<string[]> {
    const sql = `SELECT job_id FROM jobs WHERE owner = $1 AND status IN ('scheduled', 'running')`;
    return (await tx.query<{ job_id: string }>(sql, [owner])).map((row) => row.job_id);
  }

  /** Its key may make another job from now on. */
  async freeKey(tx: Tx, jobId: string): Promise<void> {
    await tx.run('UPDATE jobs SET idempotency_key = NULL WHERE job_id = $1', [jobId]);
  }

  /** An attempt begins; answers false where it is not `scheduled`. */
  async start(tx: Tx, jobId: string, now: number): Promise<boolean> {
    const sql = `UPDATE jobs SET status = 'running', started_at = $2, updated_at = $2 WHERE job_id = $1 AND status = 'scheduled'`;
    return (await tx.run(sql, [jobId, now])) > 0;
  }

  /** An attempt begins anew in place of one that nobody knows the end of; answers false where it is not `running`. */
  async startAgain(tx: Tx, jobId: string, now: number): Promise<boolean> {
    const sql = `UPDATE jobs SET attempts = attempts + 1, started_at = $2, updated_at = $2 WHERE job_id = $1 AND status = 'running'`;
    return (await tx.run(sql, [jobId, now])) > 0;
  }

  /** It waits for a further try; answers false where it is not `running`. */
  async goOn(tx: Tx, jobId: string, tried: JobTried): Promise<boolean> {
    const sql = `UPDATE jobs SET status = 'scheduled', attempts = $2, status_code = $3, last_error = $4, updated_at = $5
      WHERE job_id = $1 AND status = 'running'`;
    return (await tx.run(sql, [jobId, tried.attempts, tried.status_code, tried.last_error, tried.updated_at])) > 0;
  }

  /** Ends it, once, `from` the status it was read in; answers false where that has changed. `updated_at` is when. */
  async end(tx: Tx, jobId: string, from: string, status: string, tried: JobTried): Promise<boolean> {
    const sql = `UPDATE jobs SET status = $3, attempts = $4, status_code = $5, last_error = $6, updated_at = $7, completed_at = $7
      WHERE job_id = $1 AND status = $2 AND status IN ('scheduled', 'running')`;
    const { attempts, status_code, last_error, updated_at } = tried;
    return (await tx.run(sql, [jobId, from, status, attempts, status_code, last_error, updated_at])) > 0;
  }
}
