import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { PollRequestRow, PollRow } from './entities/poll.js';

/** A poll with what it asks, but for the request's body, and the instant of its next request. */
export type PollReading = PollRow &
  Pick<PollRequestRow, 'asked' | 'sealed'> & { readonly next_check_at: number | null };

export type PollEnding = Pick<PollRow, 'status' | 'response' | 'error'> & {
  readonly ended_at: number;
  /** In place of what was sealed before. */
  readonly sealed: string;
};

const COLUMNS = [
  'poll_id',
  'owner',
  'idempotency_key',
  'request_hash',
  'status',
  'attempts',
  'last_problem',
  'response',
  'error',
  'created_at',
  'deadline_at',
  'ended_at',
] as const satisfies readonly (keyof PollRow)[];

const INSERT = `INSERT INTO polls (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`;
/** A poll as a list shows it: what it answered may be long, and is not read for it. */
export type PollListing = Omit<PollReading, 'response'>;

const LISTED = COLUMNS.filter((column) => column !== 'response').map((column) => `p.${column}`);
const READ = `r.asked, r.sealed, w.due_at AS next_check_at FROM polls p
  JOIN poll_requests r ON r.poll_id = p.poll_id LEFT JOIN work w ON w.kind = 'poll' AND w.subject = p.poll_id`;
const READING = `SELECT p.*, ${READ}`;
const LISTING = `SELECT ${LISTED.join(', ')}, ${READ}`;

/** Public polls. What they ask stands in a table of its own: it may be long, and no attempt writes it again. */
export class PollStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, poll: PollRow, request: PollRequestRow): Promise<void> {
    await tx.run(
      INSERT,
      COLUMNS.map((column) => poll[column]),
    );
    await tx.run('INSERT INTO poll_requests (poll_id, asked, sealed, body) VALUES ($1, $2, $3, $4)', [
      ...[request.poll_id, request.asked, request.sealed, request.body],
    ]);
  }

  /** As committed. */
  async find(pollId: string): Promise<PollReading | null> {
    const [row] = await this.database.read<PollReading>(`${READING} WHERE p.poll_id = $1`, [pollId]);
    return row ?? null;
  }

  /** As this transaction sees it. */
  async get(tx: Tx, pollId: string): Promise<PollReading | null> {
    const [row] = await tx.query<PollReading>(`${READING} WHERE p.poll_id = $1`, [pollId]);
    return row ?? null;
  }

  /** The poll that an owner has made with a key. */
  async ofKey(tx: Tx, owner: string, key: string): Promise<PollReading | null> {
    const [row] = await tx.query<PollReading>(`${READING} WHERE p.owner = $1 AND p.idempotency_key = $2`, [owner, key]);
    return row ?? null;
  }

  /** The request's sealed body; null where there is none, and once the poll has ended. */
  async bodyOf(pollId: string): Promise<string | null> {
    const sql = 'SELECT body FROM poll_requests WHERE poll_id = $1';
    const [row] = await this.database.read<Pick<PollRequestRow, 'body'>>(sql, [pollId]);
    return row?.body ?? null;
  }

  /** Newest first, of one owner or of all; `before` is the last poll_id of the page before. */
  async list(owner: string | null, limit: number, before: string | null): Promise<PollListing[]> {
    const params: SqlValue[] = [before ?? 'pom', limit];
    const owned = owner === null ? '' : `p.owner = $${params.push(owner)} AND`;
    return this.database.read<PollListing>(
      `${LISTING} WHERE ${owned} p.poll_id < $1 ORDER BY p.poll_id DESC LIMIT $2`,
      params,
    );
  }

  async countOpen(tx: Tx, owner: string): Promise<number> {
    const sql = `SELECT count(*) AS n FROM polls WHERE owner = $1 AND status = 'waiting'`;
    const [row] = await tx.query<{ n: number }>(sql, [owner]);
    return Number(row?.n ?? 0);
  }

  async openOf(tx: Tx, owner: string): Promise<string[]> {
    const sql = `SELECT poll_id FROM polls WHERE owner = $1 AND status = 'waiting'`;
    return (await tx.query<{ poll_id: string }>(sql, [owner])).map((row) => row.poll_id);
  }

  /** Open polls whose time is over, the longest first. */
  async pastDeadline(now: number, limit: number): Promise<string[]> {
    const sql = `SELECT poll_id FROM polls WHERE status = 'waiting' AND deadline_at <= $1 ORDER BY deadline_at LIMIT $2`;
    return (await this.database.read<{ poll_id: string }>(sql, [now, limit])).map((row) => row.poll_id);
  }

  /** Polls that have ended since an instant. */
  async endedSince(instant: number, limit: number): Promise<Pick<PollRow, 'poll_id'>[]> {
    const sql =
      'SELECT poll_id FROM polls WHERE ended_at IS NOT NULL AND ended_at > $1 ORDER BY ended_at DESC LIMIT $2';
    return this.database.read<Pick<PollRow, 'poll_id'>>(sql, [instant, limit]);
  }

  /** Counts an attempt of an open poll; answers false where it has ended. */
  async noteAttempt(tx: Tx, pollId: string, problem: string | null): Promise<boolean> {
    const sql = `UPDATE polls SET attempts = attempts + 1, last_problem = $2 WHERE poll_id = $1 AND status = 'waiting'`;
    return (await tx.run(sql, [pollId, problem])) > 0;
  }

  /** Ends an open poll, once, and forgets the body and the headers of its request; answers false where it has ended. */
  async end(tx: Tx, pollId: string, { status, response, error, ended_at, sealed }: PollEnding): Promise<boolean> {
    const sql = `UPDATE polls SET status = $2, response = $3, error = $4, ended_at = $5 WHERE poll_id = $1 AND status = 'waiting'`;
    if ((await tx.run(sql, [pollId, status, response, error, ended_at])) === 0) return false;
    await tx.run('UPDATE poll_requests SET body = NULL, sealed = $2 WHERE poll_id = $1', [pollId, sealed]);
    return true;
  }
}
