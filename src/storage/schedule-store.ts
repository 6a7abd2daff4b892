import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { CallRequestRow } from './entities/call-request.js';
import type { ScheduleRow } from './entities/schedule.js';

/** A schedule with what it calls, but for the request's body, and the instant of its next tick (null while it is paused). */
export type ScheduleReading = ScheduleRow & Pick<CallRequestRow, 'sealed'> & { readonly next_run_at: number | null };

/** The next tick of a schedule, as it is laid down. */
export type LaidTick = Pick<ScheduleRow, 'schedule_id' | 'cron' | 'timezone'> & { readonly due_at: number };

/** The state of a tick that fell due while a process ran, and was not opened by it: it was not missed, whatever has come since. */
export const DUE_WHILE_UP = '{"dueWhileUp":true}';
/** The state of a tick whose schedule this runtime cannot read: it is no tick, but a time to look again. */
export const UNPLANNABLE = '{"unplannable":true}';
/** A tick that could not be opened, and was put back for some seconds later: ticks fall on whole minutes. */
const IS_PUT_BACK = `(due_at % 60000 <> 0 AND state <> '${UNPLANNABLE}')`;

const COLUMNS = [
  'schedule_id',
  'owner',
  'request_id',
  'name',
  'cron',
  'timezone',
  'catch_up',
  'overlap',
  'method',
  'shown_url',
  'max_retries',
  'timeout_s',
  'backoff',
  'ignored_fields',
  'paused',
  'last_run_at',
  'last_skipped_at',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ScheduleRow)[];

const INSERT = `INSERT INTO schedules (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`;
const READ = 's.*, r.sealed, w.due_at AS next_run_at';
const BESIDE = `JOIN call_requests r ON r.request_id = s.request_id
  LEFT JOIN work w ON w.kind = 'tick' AND w.subject = s.schedule_id`;
const READING = `SELECT ${READ} FROM schedules s ${BESIDE}`;
const TICKS = `SELECT s.schedule_id, s.cron, s.timezone, w.due_at FROM work w
  JOIN schedules s ON s.schedule_id = w.subject WHERE w.kind = 'tick'`;

/** Public schedules. Their next ticks are rows of work. */
export class ScheduleStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, schedule: ScheduleRow): Promise<void> {
    await tx.run(
      INSERT,
      COLUMNS.map((column) => schedule[column]),
    );
  }

  /** As committed. */
  async find(scheduleId: string): Promise<ScheduleReading | null> {
    const [row] = await this.database.read<ScheduleReading>(`${READING} WHERE s.schedule_id = $1`, [scheduleId]);
    return row ?? null;
  }

  /** As this transaction sees it. */
  async get(tx: Tx, scheduleId: string): Promise<ScheduleReading | null> {
    const [row] = await tx.query<ScheduleReading>(`${READING} WHERE s.schedule_id = $1`, [scheduleId]);
    return row ?? null;
  }

  /** Newest first, of one owner or of all; `before` is the last schedule_id of the page before. */
  async list(owner: string | null, limit: number, before: string | null): Promise<ScheduleReading[]> {
    const params: SqlValue[] = [before ?? 'sci', limit];
    const owned = owner === null ? '' : `s.owner = $${params.push(owner)} AND`;
    // The page first: the planner would sort them all otherwise.
    const page = `SELECT * FROM schedules s WHERE ${owned} s.schedule_id < $1 ORDER BY s.schedule_id DESC LIMIT $2`;
    const sql = `SELECT ${READ} FROM (${page}) s ${BESIDE} ORDER BY s.schedule_id DESC`;
    return this.database.read<ScheduleReading>(sql, params);
  }

  async count(tx: Tx, owner: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>('SELECT count(*) AS n FROM schedules WHERE owner = $1', [owner]);
    return Number(row?.n ?? 0);
  }

  async ofOwner(tx: Tx, owner: string): Promise<Pick<ScheduleRow, 'schedule_id' | 'request_id'>[]> {
    return tx.query('SELECT schedule_id, request_id FROM schedules WHERE owner = $1', [owner]);
  }

  /** Answers false where it is so already, or gone. */
  async setPaused(tx: Tx, scheduleId: string, paused: boolean, now: number): Promise<boolean> {
    const sql = 'UPDATE schedules SET paused = $2, updated_at = $3 WHERE schedule_id = $1 AND paused <> $2';
    return (await tx.run(sql, [scheduleId, paused, now])) > 0;
  }

  /** A tick made a job, or none since one was still open. */
  async noteTick(tx: Tx, scheduleId: string, what: 'last_run_at' | 'last_skipped_at', tickAt: number): Promise<void> {
    await tx.run(`UPDATE schedules SET ${what} = $2 WHERE schedule_id = $1`, [scheduleId, tickAt]);
  }

  /** Its jobs stay. Answers false where it is gone already. */
  async remove(tx: Tx, scheduleId: string): Promise<boolean> {
    return (await tx.run('DELETE FROM schedules WHERE schedule_id = $1', [scheduleId])) > 0;
  }

  /** Ticks that are laid down, by schedule_id, after one. */
  async ticks(limit: number, after: string): Promise<LaidTick[]> {
    const sql = `${TICKS} AND w.subject > $1 ORDER BY w.subject LIMIT $2`;
    return this.database.read<LaidTick>(sql, [after, limit]);
  }

  /**
   * Marks the ticks that are due by now and not opened, as a process ends; or those of them alone that the last one held as it died.
   * What was put back was due in either case.
   */
  async markDue(tx: Tx, now: number, which: 'all' | 'held'): Promise<void> {
    const due = which === 'held' ? 'due_at <= $1 AND claim <> 0' : 'due_at <= $1';
    const sql = `UPDATE work SET state = $2 WHERE kind = 'tick' AND (${due} OR ${IS_PUT_BACK})`;
    await tx.run(sql, [now, DUE_WHILE_UP]);
  }

  /** Ticks that were due by now and are not marked, of schedules that do not catch up, after one. */
  async missedTicks(now: number, limit: number, after: string): Promise<LaidTick[]> {
    const missed = 'w.due_at <= $3 AND w.state <> $4 AND s.catch_up = 0';
    const sql = `${TICKS} AND w.subject > $1 AND ${missed} ORDER BY w.subject LIMIT $2`;
    return this.database.read<LaidTick>(sql, [after, limit, now, DUE_WHILE_UP]);
  }

  /**
   * Moves a tick, also one that somebody has in hand: given back unopened, it would else wait where it was. Answers false where it is
   * not at that instant any more.
   */
  async moveTick(tx: Tx, scheduleId: string, from: number, to: number): Promise<boolean> {
    const sql = `UPDATE work SET due_at = $3 WHERE kind = 'tick' AND subject = $1 AND due_at = $2`;
    return (await tx.run(sql, [scheduleId, from, to])) > 0;
  }
}
