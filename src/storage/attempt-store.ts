import type { CallDetails } from '../domain/call-details.js';
import type { Outcome } from '../domain/outcome.js';
import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { AttemptRow } from './entities/attempt.js';
import { repeatsOf, setRepeated, writeRepeats } from './repeated-checks.js';

export type AttemptKind = 'forward' | 'check' | 'callback' | 'notify' | 'mirror' | 'poll' | 'job';
export type NewAttempt = Omit<AttemptRow, 'poll_id' | 'job_id' | 'details' | 'repeated' | 'last_at'> & {
  kind: AttemptKind;
  outcome: Outcome;
  /** Of a public poll and its webhook only. */
  poll_id?: string | null;
  /** Of a public job and its webhook only. */
  job_id?: string | null;
  /** What was said in the call, asked for only where it gets a row of its own: most checks are counted on another's. */
  details?: () => CallDetails;
};

/** What two requests of a poll have in common that are one row. */
const SAME_OF_POLLS = ['kind', 'method', 'url', 'status_code', 'outcome', 'error', 'response_excerpt'] as const;

/** What two answers have in common that told nothing of an order, and are one row. */
const SAME_OF_MISSES = ['kind', 'run', 'method', 'url', 'status_code', 'outcome', 'error'] as const;

/** As it is read: equal checks since may stand in the row of work alone. */
const READING = `SELECT a.attempt_id, a.kind, a.order_id, a.notification_id, a.poll_id, a.job_id, a.short_id, a.run, a.attempt_num,
    a.started_at, a.duration_ms, a.method, a.url, a.status_code, a.outcome, a.error, a.request_id, a.response_excerpt, a.details,
    a.repeated + COALESCE(w.repeats, 0) AS repeated, COALESCE(w.repeated_at, a.last_at) AS last_at
  FROM attempts a LEFT JOIN work w ON w.kind = 'check' AND w.subject = a.order_id AND w.repeat_of = a.attempt_id`;

/** An order that was erased while the call was under way stays empty. */
const UNLESS_ERASED = (text: string) =>
  `CASE WHEN EXISTS (SELECT 1 FROM orders WHERE order_id = $3 AND erased_at IS NOT NULL) THEN NULL ELSE ${text} END`;

/** Every call made or received, kept as evidence: rows are only added, and equal ones in a row are counted on the first. */
export class AttemptStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds it, or counts it on the order's newest attempt where that is a check of the same mark. `mark`: of a check that others may
   * equal; every other attempt ends what was being counted, so that an order's history stays in order. `isOwn`: it gets a row of
   * its own in any case, on which those after it are counted.
   */
  async add(tx: Tx, a: NewAttempt, mark: string | null = null, isOwn = false): Promise<void> {
    const before = a.order_id === null ? null : await repeatsOf(tx, a.order_id);
    if (before) await writeRepeats(tx, before);
    if (before?.repeat_of && mark !== null && !isOwn && before.repeat_mark === mark) {
      if (before.repeats > 0) await setRepeated(tx, before.subject, before.repeat_of, mark);
      return this.repeat(tx, before.repeat_of, a.started_at);
    }
    await this.insert(tx, a);
    if (a.order_id !== null && (before || mark !== null))
      await setRepeated(tx, a.order_id, mark === null ? null : a.attempt_id, mark);
  }

  /**
   * Counts a check that missed its order on the one before that did, where nothing but the look that followed that one came in
   * between, however often it was repeated. That look goes on being counted. Answers false, with nothing written, where there is none.
   */
  async addMiss(tx: Tx, a: NewAttempt & { readonly order_id: string }): Promise<boolean> {
    const look = await repeatsOf(tx, a.order_id);
    if (!look) return false;
    const sql = 'SELECT * FROM attempts WHERE order_id = $1 ORDER BY attempt_id DESC LIMIT 2';
    const [newest, miss] = await tx.query<AttemptRow>(sql, [a.order_id]);
    if (newest?.attempt_id !== look.repeat_of || !miss) return false;
    if (!SAME_OF_MISSES.every((column) => miss[column] === a[column])) return false;
    await this.repeat(tx, miss.attempt_id, a.started_at);
    return true;
  }

  /**
   * Adds a request of a poll, or counts it on the one before where that came to the same; answers which row tells of it. `before`: that
   * row, as its work remembers it. Ids do not tell which is the newest: they sort by a clock that may have been set back.
   */
  async addOfPoll(tx: Tx, a: NewAttempt & { readonly poll_id: string }, before: string | null): Promise<string> {
    const sql = 'SELECT * FROM attempts WHERE attempt_id = $1';
    const [newest] = before === null ? [] : await tx.query<AttemptRow>(sql, [before]);
    const isEqual = newest && SAME_OF_POLLS.every((column) => newest[column] === a[column]);
    if (isEqual) await this.repeat(tx, newest.attempt_id, a.started_at);
    else await this.insert(tx, a);
    return isEqual ? newest.attempt_id : a.attempt_id;
  }

  private async repeat(tx: Tx, attemptId: string, at: number): Promise<void> {
    await tx.run('UPDATE attempts SET repeated = repeated + 1, last_at = $2 WHERE attempt_id = $1', [attemptId, at]);
  }

  private async insert(tx: Tx, a: NewAttempt): Promise<void> {
    await tx.run(
      `INSERT INTO attempts (attempt_id, kind, order_id, notification_id, short_id, run, attempt_num, started_at, duration_ms,
         method, url, status_code, outcome, error, request_id, poll_id, job_id, response_excerpt, details)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
         ${UNLESS_ERASED('$18')}, ${UNLESS_ERASED('$19')})`,
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
        ...[a.method, a.url, a.status_code, a.outcome, a.error, a.request_id],
        ...[a.poll_id ?? null, a.job_id ?? null, a.response_excerpt, a.details ? JSON.stringify(a.details()) : null],
      ],
    );
  }

  /** An order's attempts, newest first. */
  async ofOrder(orderId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    return this.database.read<AttemptRow>(
      `${READING} WHERE a.order_id = $1 AND a.attempt_id < $2 ORDER BY a.attempt_id DESC LIMIT $3`,
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
      `${READING} WHERE a.order_id = $1 AND a.attempt_id < $2 AND a.kind IN (${marks}) ORDER BY a.attempt_id DESC LIMIT $3`,
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

  /** Its calls alone. */
  async callsOfJob(jobId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    return this.database.read<AttemptRow>(
      `SELECT * FROM attempts WHERE job_id = $1 AND attempt_id < $2 AND CASE kind WHEN 'job' THEN 1 ELSE 0 END = 1
       ORDER BY attempt_id DESC LIMIT $3`,
      [jobId, before ?? 'b', limit],
    );
  }

  async find(attemptId: string): Promise<AttemptRow | null> {
    const [row] = await this.database.read<AttemptRow>('SELECT * FROM attempts WHERE attempt_id = $1', [attemptId]);
    return row ?? null;
  }
}
