import { newId } from '../domain/ids.js';
import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import type { WorkRow } from './entities/work.js';
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

/** A list in one text parameter keeps a statement the same; replace() finds a member on both databases. */
const membersOf = (names: readonly string[]) => `,${names.join(',')},`;
/** Kinds of which one lane may have any number due; what is beyond that is set aside. */
export const MANY_KINDS = ['check', 'poll', 'poll_webhook', 'job', 'job_webhook'] as const;
const CLAIM = `UPDATE work SET claim = CASE WHEN kind IN (${MANY_KINDS.map((kind) => `'${kind}'`).join(', ')}) AND replace($1, ',' || lane || ',', '') <> $1 THEN 2 ELSE 1 END`;

/**
 * The table of work: one row for each thing that is to be called, at most one for a (kind, subject).
 * `attempt` only grows; a settle that names an older attempt changes nothing.
 */
export class WorkStore {
  constructor(
    private readonly database: Database,
    /** Told of each row whose due time is written, by its id, and of that time. */
    private readonly writes: (workId: string, dueAt: number) => void = () => undefined,
  ) {}

  /** Adds a piece of work; answers false where (kind, subject) already has one. */
  async add(tx: Tx, work: NewWork): Promise<boolean> {
    const workId = newId('wrk');
    this.writes(workId, work.due_at);
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
    return added > 0;
  }

  /** Lays down the next run after an attempt; answers false where the row is gone or another attempt has begun. */
  async reschedule(tx: Tx, work: Pick<WorkRow, 'work_id' | 'attempt'>, next: NextRun): Promise<boolean> {
    const { dueAt, bySweep, byClock, state, group, repeats } = next;
    this.writes(work.work_id, dueAt);
    const params: SqlValue[] = [work.work_id, work.attempt, dueAt, bySweep === true, byClock === true, state];
    const p = (value: SqlValue) => `$${params.push(value)}`;
    const road = group ? `, group_limit = ${p(group.group_limit)}, origin = ${p(group.origin)}` : '';
    const counted = repeats ? `, repeats = repeats + 1, repeated_at = ${p(repeats.at)}` : '';
    const equal = repeats ? ` AND repeat_mark = ${p(repeats.mark)}` : '';
    const changed = await tx.run(
      `UPDATE work SET due_at = $3, by_sweep = $4, by_clock = $5, state = $6, claim = 0, attempt = attempt + 1${road}${counted} WHERE work_id = $1 AND attempt = $2${equal}`,
      params,
    );
    return changed > 0;
  }

  /** Makes claimed work due later, without an attempt: what was held back is as it was before. */
  async putOff(tx: Tx, work: Pick<WorkRow, 'work_id' | 'attempt'>, dueAt: number): Promise<void> {
    const sql = 'UPDATE work SET due_at = $3, claim = 0 WHERE work_id = $1 AND attempt = $2';
    this.writes(work.work_id, dueAt);
    await tx.run(sql, [work.work_id, work.attempt, dueAt]);
  }

  /** Ends a piece of work after an attempt; answers false where the row is gone or another attempt has begun. */
  async finish(tx: Tx, work: Pick<WorkRow, 'work_id' | 'attempt'>): Promise<boolean> {
    return this.remove(tx, 'work_id = $1 AND attempt = $2', [work.work_id, work.attempt]);
  }

  /** Ends whatever work of these kinds a subject has. */
  async cancel(tx: Tx, subject: string, kinds: readonly string[]): Promise<void> {
    for (const kind of kinds) await this.remove(tx, 'kind = $1 AND subject = $2', [kind, subject]);
  }

  /** The only way in which work ends: what it has counted and nobody else has is written down. */
  private async remove(tx: Tx, which: string, params: readonly SqlValue[]): Promise<boolean> {
    const [gone] = await tx.query<Repeats>(`DELETE FROM work WHERE ${which} RETURNING ${REPEATS_COLUMNS}`, params);
    if (gone) await writeRepeats(tx, gone);
    return gone !== undefined;
  }

  /** Makes waiting work due at another instant, also what was set aside, and long no more; work under way is left alone. */
  async moveTo(tx: Tx, kind: string, subject: string, dueAt: number): Promise<boolean> {
    const moved = `UPDATE work SET due_at = $3, claim = 0, state = replace(state, '"long":true', '"long":false') WHERE kind = $1 AND subject = $2 AND claim <> 1`;
    const [row] = await tx.query<Pick<WorkRow, 'work_id'>>(`${moved} RETURNING work_id`, [kind, subject, dueAt]);
    if (row) this.writes(row.work_id, dueAt);
    return row !== undefined;
  }

  /**
   * Takes up to `limit` due rows that nobody holds, oldest first. Checks of a lane that is full are set aside instead
   * (`claim = 2`), so that a long queue behind one slow seller is walked once and never hides anybody else's work.
   */
  async claimDue(tx: Tx, now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]> {
    const rows = await tx.query<WorkRow>(
      `${CLAIM} WHERE work_id IN (SELECT work_id FROM work WHERE claim = 0 AND due_at <= $2 ORDER BY due_at, work_id LIMIT $3) RETURNING *`,
      [membersOf(fullLanes), now, limit],
    );
    return rows.sort((a, b) => a.due_at - b.due_at);
  }

  /** Takes these out of turn, as far as they are due and nobody holds them. */
  async claimThese(tx: Tx, now: number, these: readonly WorkKey[], fullLanes: readonly string[]): Promise<WorkRow[]> {
    const rows: WorkRow[] = [];
    for (const { kind, subject } of these) {
      const sql = `${CLAIM} WHERE kind = $3 AND subject = $4 AND claim = 0 AND due_at <= $2 RETURNING *`;
      rows.push(...(await tx.query<WorkRow>(sql, [membersOf(fullLanes), now, kind, subject])));
    }
    return rows;
  }

  /** Takes up to `limit` rows of a lane that had been set aside because the lane was full. */
  async claimOverflow(tx: Tx, lane: string, limit: number): Promise<WorkRow[]> {
    const rows = await tx.query<WorkRow>(
      `UPDATE work SET claim = 1 WHERE work_id IN
         (SELECT work_id FROM work WHERE claim = 2 AND lane = $1 ORDER BY due_at LIMIT $2) RETURNING *`,
      [lane, limit],
    );
    return rows.sort((a, b) => a.due_at - b.due_at);
  }

  /** Gives rows back that were claimed, and whose attempt never began or came to nothing. */
  async release(tx: Tx, works: readonly Pick<WorkRow, 'work_id' | 'attempt'>[]): Promise<void> {
    const sql = 'UPDATE work SET claim = 0 WHERE work_id = $1 AND attempt = $2';
    for (const work of works) await tx.run(sql, [work.work_id, work.attempt]);
  }

  /** At boot nobody holds anything: a process that died leaves its claims behind. */
  async clearClaims(tx: Tx): Promise<number> {
    return tx.run('UPDATE work SET claim = 0 WHERE claim <> 0');
  }

  /** The earliest instant at which something nobody holds is due. */
  async nextDueAt(): Promise<number | null> {
    const [row] = await this.database.read<{ due_at: number }>(
      'SELECT due_at FROM work WHERE claim = 0 ORDER BY due_at, work_id LIMIT 1',
    );
    return row?.due_at ?? null;
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
    await tx.run(
      `UPDATE work SET due_at = $1, by_sweep = 1 WHERE kind = 'check' AND claim <> 1 AND due_at > $1 AND due_at < $3 AND (by_sweep = 1 OR $2 = 1)`,
      [now, all, PARKED],
    );
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
    const sql = 'UPDATE work SET due_at = $2 WHERE lane = $1 AND due_at = $3 RETURNING work_id';
    for (const { work_id } of await tx.query<Pick<WorkRow, 'work_id'>>(sql, [lane, now, PARKED]))
      this.writes(work_id, now);
  }
}
