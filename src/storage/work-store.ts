import { newId } from '../domain/ids.js';
import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { WorkRow } from './entities/work.js';
import { NO_QUEUE, type WaitingWork, type WorkQueue } from './work-queue.js';
import { REPEATS_COLUMNS, writeRepeats, type Repeats } from './repeated-checks.js';

/** `due_at` of work that waits for a person (a paused tool) and not for an instant. */
export const PARKED = 9_000_000_000_000_000;

export type NewWork = Pick<
  WorkRow,
  'kind' | 'subject' | 'lane' | 'lane_limit' | 'origin' | 'run' | 'due_at' | 'by_sweep' | 'state'
> &
  Partial<Pick<WorkRow, 'group_limit' | 'by_clock'>>;

/** Names a piece of work. */
export type WorkKey = Pick<WorkRow, 'kind' | 'subject'>;

/** When and how a piece of work goes on. */
export interface NextRun {
  readonly dueAt: number;
  readonly bySweep?: boolean;
  /** Due at an instant of the calendar; else it is due so long after now. */
  readonly byClock?: boolean;
  readonly state: string;
  /** With how many of its lane it goes from now on, and to which origin; left out, as before. */
  readonly group?: Pick<WorkRow, 'group_limit' | 'origin'>;
  /** The attempt began at `at` and came to what the one of this mark came to: the row counts it, and is left as it is where another came between. */
  readonly repeats?: { readonly mark: string; readonly at: number };
}

const WAITING_COLUMNS = 'work_id, kind, due_at';

/** A row of work as an attempt holds it: enough to guard every write by. */
export type HeldWork = Pick<WorkRow, 'work_id' | 'kind' | 'attempt' | 'taken'>;

/** The row is still with whoever took it up, for this attempt: another process may have taken over from one that stood still. */
export const IS_HELD = 'work_id = $1 AND attempt = $2 AND taken = $3 AND claim = 1';
/** The parameters of `IS_HELD`. */
export const guardOf = ({ work_id, attempt, taken }: HeldWork): SqlValue[] => [work_id, attempt, taken];
/** The tries of work that was taken up and not begun: a suspect's had not counted yet. */
export const UNTRIED = 'CASE WHEN tries = 1 OR tries = 2 THEN tries - 1 ELSE tries END';

/**
 * The table of work: one row for each thing that is to be called, at most one for a (kind, subject).
 * `attempt` only grows; a settle that names an older attempt changes nothing.
 */
export class WorkStore {
  constructor(
    private readonly database: Database,
    private readonly queue: WorkQueue = NO_QUEUE,
  ) {}

  /** Adds a piece of work; answers false where (kind, subject) already has one. */
  async add(tx: Tx, work: NewWork): Promise<boolean> {
    const workId = newId('wrk');
    const added = await tx.run(
      `INSERT INTO work (work_id, kind, subject, lane, lane_limit, origin, run, due_at, claim, attempt, by_sweep, state, group_limit, by_clock)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12) ON CONFLICT (kind, subject) DO NOTHING`,
      [
        workId,
        work.kind,
        work.subject,
        work.lane,
        work.lane_limit,
        work.origin,
        work.run,
        work.due_at,
        work.by_sweep,
        work.state,
        work.group_limit ?? 1,
        work.by_clock ?? 0,
      ],
    );
    if (added === 0) return false;
    await this.queue.laid(tx, { work_id: workId, kind: work.kind, due_at: work.due_at });
    return true;
  }

  /** Lays down the next run after an attempt; answers false where the row is gone or another attempt has begun. */
  async reschedule(tx: Tx, work: HeldWork, next: NextRun): Promise<boolean> {
    const { dueAt, bySweep, byClock, state, group, repeats } = next;
    const params: SqlValue[] = [...guardOf(work), dueAt, bySweep === true, byClock === true, state];
    const p = (value: SqlValue) => `$${params.push(value)}`;
    const road = group ? `, group_limit = ${p(group.group_limit)}, origin = ${p(group.origin)}` : '';
    const counted = repeats ? `, repeats = repeats + 1, repeated_at = ${p(repeats.at)}` : '';
    const equal = repeats ? ` AND repeat_mark = ${p(repeats.mark)}` : '';
    const changed = await tx.run(
      `UPDATE work SET due_at = $4, by_sweep = $5, by_clock = $6, state = $7, claim = 0, attempt = attempt + 1, tries = 0${road}${counted} WHERE ${IS_HELD}${equal}`,
      params,
    );
    if (changed === 0) return false;
    await this.queue.waiting(tx, [{ work_id: work.work_id, kind: work.kind, due_at: dueAt }]);
    return true;
  }

  /** Makes claimed work due later, without an attempt: what was held back is as it was before. */
  async putOff(tx: Tx, work: HeldWork, dueAt: number): Promise<void> {
    const sql = `UPDATE work SET due_at = $4, claim = 0, tries = ${UNTRIED} WHERE ${IS_HELD}`;
    if ((await tx.run(sql, [...guardOf(work), dueAt])) === 0) return;
    await this.queue.waiting(tx, [{ work_id: work.work_id, kind: work.kind, due_at: dueAt }]);
  }

  /** Ends a piece of work after an attempt; answers false where the row is gone or another attempt has begun. */
  async finish(tx: Tx, work: HeldWork): Promise<boolean> {
    return this.remove(tx, IS_HELD, guardOf(work));
  }

  /** Ends whatever work of these kinds a subject has. */
  async cancel(tx: Tx, subject: string, kinds: readonly string[]): Promise<void> {
    for (const kind of kinds) await this.remove(tx, 'kind = $1 AND subject = $2', [kind, subject]);
  }

  /** The only way in which work ends: what it has counted and nobody else has is written down. */
  private async remove(tx: Tx, which: string, params: readonly SqlValue[]): Promise<boolean> {
    const sql = `DELETE FROM work WHERE ${which} RETURNING work_id, kind, ${REPEATS_COLUMNS}`;
    const [gone] = await tx.query<Repeats & Pick<WorkRow, 'work_id' | 'kind'>>(sql, params);
    if (!gone) return false;
    await writeRepeats(tx, gone);
    await this.queue.ended(tx, [gone]);
    return true;
  }

  /**
   * Makes waiting work due at another instant, also what was set aside or is under quarantine (as a new attempt, which may be tried as
   * often), and long no more; work under way is left alone.
   */
  async moveTo(tx: Tx, kind: string, subject: string, dueAt: number): Promise<boolean> {
    const [row] = await tx.query<WaitingWork>(
      `UPDATE work SET due_at = $3, claim = 0, state = replace(state, '"long":true', '"long":false'),
         attempt = CASE WHEN claim = 3 THEN attempt + 1 ELSE attempt END, tries = CASE WHEN claim = 3 THEN 0 ELSE tries END
       WHERE kind = $1 AND subject = $2 AND claim <> 1 RETURNING ${WAITING_COLUMNS}`,
      [kind, subject, dueAt],
    );
    if (row) await this.queue.waiting(tx, [row]);
    return row !== undefined;
  }

  /** Whether it is still with whoever took it up, for this attempt; it stays so until this transaction ends. */
  async holds(tx: Tx, work: HeldWork): Promise<boolean> {
    return (await tx.keep(`SELECT work_id FROM work WHERE ${IS_HELD}`, guardOf(work))).length > 0;
  }

  /** The same, and that it got on: what was done before a process ended is not what ended it. */
  async gotOn(tx: Tx, work: HeldWork): Promise<boolean> {
    return (await tx.run(`UPDATE work SET tries = 1 WHERE ${IS_HELD}`, guardOf(work))) > 0;
  }

  /** The same, as it is just now. */
  async isHeld(work: HeldWork): Promise<boolean> {
    return (await this.database.read(`SELECT 1 FROM work WHERE ${IS_HELD}`, guardOf(work))).length > 0;
  }

  async find(kind: string, subject: string): Promise<WorkRow | null> {
    const [row] = await this.database.read<WorkRow>('SELECT * FROM work WHERE kind = $1 AND subject = $2', [
      kind,
      subject,
    ]);
    return row ?? null;
  }

  /** What a piece of work remembers, as this transaction sees it; null where there is none. */
  async stateOf(tx: Tx, kind: string, subject: string): Promise<string | null> {
    const sql = 'SELECT state FROM work WHERE kind = $1 AND subject = $2';
    const [row] = await tx.query<Pick<WorkRow, 'state'>>(sql, [kind, subject]);
    return row?.state ?? null;
  }

  /** How many checks that were laid down for a sweep are due by `at`, under way or not. */
  async countDueChecks(tx: Tx, at: number): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*) AS n FROM work WHERE kind = 'check' AND by_sweep = 1 AND due_at <= $1`,
      [at],
    );
    return Number(row?.n ?? 0);
  }

  /** Makes waiting checks due now: those of sweep plans, or all. */
  async bringChecksForward(tx: Tx, now: number, all: boolean): Promise<void> {
    const moved = await tx.query<WaitingWork>(
      `UPDATE work SET due_at = $1, by_sweep = 1 WHERE kind = 'check' AND claim = 0 AND due_at > $1 AND due_at < $3 AND (by_sweep = 1 OR $2 = 1) RETURNING ${WAITING_COLUMNS}`,
      [now, all, PARKED],
    );
    await this.queue.waiting(tx, moved);
  }

  /** After a tool was changed: its waiting work obeys the new limits and origins. */
  async retarget(
    tx: Tx,
    lane: string,
    laneLimit: number,
    origins: Readonly<Record<string, string | null>>,
    groupLimit?: number,
  ): Promise<void> {
    await tx.run('UPDATE work SET lane_limit = $2 WHERE lane = $1', [lane, laneLimit]);
    if (groupLimit !== undefined)
      await tx.run(`UPDATE work SET group_limit = $2 WHERE lane = $1 AND kind = 'check'`, [lane, groupLimit]);
    for (const [kind, origin] of Object.entries(origins))
      if (origin !== null)
        await tx.run('UPDATE work SET origin = $3 WHERE lane = $1 AND kind = $2', [lane, kind, origin]);
  }

  /** Makes a lane's parked work due. */
  async unpark(tx: Tx, lane: string, now: number): Promise<void> {
    const sql = `UPDATE work SET due_at = $2 WHERE lane = $1 AND due_at = $3 RETURNING ${WAITING_COLUMNS}`;
    await this.queue.waiting(tx, await tx.query<WaitingWork>(sql, [lane, now, PARKED]));
  }
}
