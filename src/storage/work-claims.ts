import type { Database } from './database/database.js';
import type { SqlValue, Tx } from './database/unit-of-work.js';
import { CLAIM, type WorkRow } from './entities/work.js';
import { guardOf, IS_HELD, UNTRIED, type HeldWork, type WorkKey } from './work-store.js';

/** Kinds of which one lane may have any number due; what is beyond that is set aside. */
export const MANY_KINDS = ['check', 'poll', 'poll_webhook', 'job', 'job_webhook'] as const;
/** From so many tries on, this one included, a piece of work may be what ends the process. Being taken up adds to them so far and no further. */
export const SUSPECT_AT = 3;
/** A suspect's tries count as it is begun. After these, five processes have ended with it: it is taken up no more. */
export const QUARANTINE_AT = SUSPECT_AT + 3;

/** A list in one text parameter keeps a statement the same; replace() finds a member on both databases. */
const membersOf = (names: readonly string[]) => `,${names.join(',')},`;
const MANY = MANY_KINDS.map((kind) => `'${kind}'`).join(', ');
const IS_TOO_MANY = `kind IN (${MANY}) AND replace($1, ',' || lane || ',', '') <> $1`;
const TRIED = `CASE WHEN tries < ${SUSPECT_AT} THEN tries + 1 ELSE tries END`;
const TAKE = `UPDATE work SET taken = taken + 1,
  claim = CASE WHEN tries >= ${QUARANTINE_AT} THEN ${CLAIM.quarantined} WHEN ${IS_TOO_MANY} THEN ${CLAIM.setAside} ELSE ${CLAIM.held} END,
  tries = CASE WHEN ${IS_TOO_MANY} THEN tries ELSE ${TRIED} END`;

/** Which rows are to be taken, as the end of a statement whose parameters follow `$1`. */
export interface Which {
  readonly where: string;
  readonly params: readonly SqlValue[];
}

/** Taking work out of the table, and giving it back. */
export class WorkClaims {
  constructor(private readonly database: Pick<Database, 'read'>) {}

  /**
   * Takes up to `limit` due rows that nobody holds, oldest first. Rows of many kinds (`MANY_KINDS`) of a lane that is full are set
   * aside instead, so that a long queue behind one slow seller is walked once and never hides anybody else's work.
   */
  async takeDue(tx: Tx, now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]> {
    const due = `SELECT work_id FROM work WHERE claim = 0 AND due_at <= $2 ORDER BY due_at, work_id LIMIT $3`;
    return this.take(tx, fullLanes, { where: `work_id IN (${due})`, params: [now, limit] });
  }

  /** Takes these out of turn, as far as they are due and nobody holds them. */
  async takeThese(tx: Tx, now: number, these: readonly WorkKey[], fullLanes: readonly string[]): Promise<WorkRow[]> {
    const rows: WorkRow[] = [];
    const where = 'kind = $3 AND subject = $4 AND claim = 0 AND due_at <= $2';
    for (const { kind, subject } of these)
      rows.push(...(await this.take(tx, fullLanes, { where, params: [now, kind, subject] })));
    return rows;
  }

  /** Takes rows, of which those of full lanes are set aside, and those that were taken up too often put under quarantine. */
  async take(tx: Tx, fullLanes: readonly string[], { where, params }: Which): Promise<WorkRow[]> {
    const rows = await tx.query<WorkRow>(`${TAKE} WHERE ${where} RETURNING *`, [membersOf(fullLanes), ...params]);
    return rows.sort(byAge);
  }

  /** Takes up to `limit` rows of a lane that had been set aside because the lane was full. */
  async takeSetAside(tx: Tx, lane: string, limit: number): Promise<WorkRow[]> {
    const rows = await tx.query<WorkRow>(
      `UPDATE work SET claim = 1, taken = taken + 1, tries = ${TRIED} WHERE claim = 2 AND work_id IN
         (SELECT work_id FROM work WHERE claim = 2 AND lane = $1 ORDER BY due_at LIMIT $2) RETURNING *`,
      [lane, limit],
    );
    return rows.sort(byAge);
  }

  /** One row of each of so many lanes that have some set aside; of others each time, where they are more. */
  async setAside(lanes: number): Promise<WorkRow[]> {
    const sql = `SELECT * FROM work WHERE work_id IN (SELECT min(work_id) FROM work WHERE claim = 2 GROUP BY lane ORDER BY random() LIMIT $1)`;
    return this.database.read<WorkRow>(sql, [lanes]);
  }

  /** Gives rows back that were taken, and whose attempt never began or came to nothing; answers those that were still held. */
  async giveBack(tx: Tx, works: readonly HeldWork[]): Promise<WorkRow[]> {
    const sql = `UPDATE work SET claim = 0, tries = ${UNTRIED} WHERE ${IS_HELD} RETURNING *`;
    const rows: WorkRow[] = [];
    for (const work of works) rows.push(...(await tx.query<WorkRow>(sql, guardOf(work))));
    return rows;
  }

  /** Suspects are begun: it counts among their tries now. */
  async begin(tx: Tx, works: readonly HeldWork[]): Promise<void> {
    for (const work of works) await tx.run(`UPDATE work SET tries = tries + 1 WHERE ${IS_HELD}`, guardOf(work));
  }

  /** At boot nobody holds anything: a process that died leaves its claims behind. */
  async clear(tx: Tx): Promise<number> {
    return tx.run('UPDATE work SET claim = 0 WHERE claim = 1 OR claim = 2');
  }

  /** The earliest instant at which something nobody holds is due. */
  async nextDueAt(): Promise<number | null> {
    const sql = 'SELECT due_at FROM work WHERE claim = 0 ORDER BY due_at, work_id LIMIT 1';
    const [row] = await this.database.read<{ due_at: number }>(sql);
    return row?.due_at ?? null;
  }
}

function byAge(a: WorkRow, b: WorkRow): number {
  return a.due_at - b.due_at || (a.work_id < b.work_id ? -1 : 1);
}
