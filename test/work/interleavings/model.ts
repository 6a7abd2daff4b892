import { CLAIM, type WorkRow } from '../../../src/storage/entities/work.js';
import type { HeldWork } from '../../../src/storage/work-store.js';

/** What is of a row of work in a moment; what has ended is nothing. */
export interface Row {
  readonly work_id: string;
  readonly key: string;
  readonly attempt: number;
  readonly taken: number;
  readonly claim: number;
  readonly due_at: number;
}

/** What happened how often: a test in which nobody is ever late shows nothing. */
export type Seen = Record<
  'taken' | 'takenOver' | 'setAside' | 'ended' | 'again' | 'givenBack' | 'stale' | 'cancelled' | 'moved' | 'laid',
  number
>;
export const nothingSeen = (): Seen => ({
  ...{
    taken: 0,
    takenOver: 0,
    setAside: 0,
    ended: 0,
    again: 0,
    givenBack: 0,
    stale: 0,
    cancelled: 0,
    moved: 0,
    laid: 0,
  },
});

/**
 * The table of work as it should be: a list, in which one thing happens at a time, at the instant of its commit. What the real one
 * answers has to be what this one allows.
 */
export class Model {
  private rows: readonly Row[] = [];
  /** All that it ever was, so that who refused may have looked a while ago. */
  private readonly history: (readonly Row[])[] = [];
  /** How often the job of a row was handed out. */
  private readonly handed = new Map<string, number>();
  /** Jobs as they were handed out to who has been silent for too long since. */
  private readonly overdue = new Set<string>();
  /** Who was handed a take-up, and with which handing-out of its job. */
  private readonly holders = new Map<string, { readonly name: string; readonly job: number }>();
  /** Attempts that came to something. */
  private readonly decided = new Set<string>();

  anyDied = false;

  constructor(
    private readonly now: number,
    private readonly seen: Seen,
  ) {}

  /** For `mayRefuse`: where the list stands now. */
  get mark(): number {
    return this.history.length;
  }

  all(): readonly Row[] {
    return this.rows;
  }

  find(key: string): Row | undefined {
    return this.rows.find((row) => row.key === key);
  }

  laid(row: Row): void {
    if (this.find(row.key)) throw new Error(`${row.key} was laid down twice.`);
    this.seen.laid += 1;
    this.write([...this.rows, row]);
  }

  /** The job of a row was handed out; answers the how manieth time that was. */
  handedOut(workId: string): number {
    const times = this.timesHandedOut(workId) + 1;
    this.handed.set(workId, times);
    return times;
  }

  timesHandedOut(workId: string): number {
    return this.handed.get(workId) ?? 0;
  }

  /** Nobody beats for this one any more: whoever has its job now may lose it. */
  silent(key: string): void {
    const row = this.find(key);
    if (row) this.overdue.add(`${row.work_id} ${this.timesHandedOut(row.work_id)}`);
  }

  /** Whether whoever had the job of this row was silent for too long, ever. */
  wasSilent(workId: string): boolean {
    return [...this.overdue].some((job) => job.startsWith(workId));
  }

  /** A process died, and may have fetched jobs whose rows it never took. */
  died(): void {
    this.anyDied = true;
  }

  /** A process took a row, with its job as handed out the `job`-th time. */
  took(process: string, row: WorkRow, job: number): void {
    const before = this.rows.find((one) => one.work_id === row.work_id);
    const told = `${process} took ${row.kind} ${row.subject} (attempt ${row.attempt}, taken ${row.taken})`;
    if (!before) throw new Error(`${told}, which has ended.`);
    if (before.attempt !== row.attempt || before.taken + 1 !== row.taken)
      throw new Error(`${told}, which was on attempt ${before.attempt}, taken ${before.taken}.`);
    const holder = this.holders.get(takeOf(before));
    if (before.claim === CLAIM.held && !(holder && this.overdue.has(`${row.work_id} ${holder.job}`)))
      throw new Error(`${told} from ${holder?.name}, who lives.`);
    if (before.claim === CLAIM.free && before.due_at > this.now) throw new Error(`${told} before it was due.`);
    if (this.holders.has(takeOf(row))) throw new Error(`${told}, and so did ${this.holders.get(takeOf(row))?.name}.`);
    this.holders.set(takeOf(row), { name: process, job });
    this.seen[row.claim === CLAIM.setAside ? 'setAside' : before.claim === CLAIM.held ? 'takenOver' : 'taken'] += 1;
    this.change({ ...before, taken: row.taken, claim: row.claim });
  }

  /** Who holds what was accepted a write: ends it (null), or writes what comes next. */
  wrote(process: string, held: HeldWork, next: Partial<Row> | null): void {
    const before = this.held(held);
    const told = `${process} wrote (attempt ${held.attempt}, taken ${held.taken})`;
    if (!before) throw new Error(`${told}, and does not hold it.`);
    if (this.holders.get(takeOf(held))?.name !== process) throw new Error(`${told}, which it was never handed.`);
    if (next === null || next.attempt !== undefined) {
      const attempt = `${held.work_id} ${held.attempt}`;
      if (this.decided.has(attempt)) throw new Error(`${told}: a second end of one attempt.`);
      this.decided.add(attempt);
    }
    this.seen[next === null ? 'ended' : next.attempt === undefined ? 'givenBack' : 'again'] += 1;
    if (next === null) this.write(this.rows.filter((row) => row !== before));
    else this.change({ ...before, ...next });
  }

  /** A write of who may hold it was refused, by a unit that began at `since`. */
  refused(process: string, held: HeldWork, since: number): void {
    const holds = ({ claim, taken, attempt, work_id }: Row) =>
      work_id === held.work_id && claim === CLAIM.held && taken === held.taken && attempt === held.attempt;
    if (!this.wasOnce(since, (rows) => !rows.some(holds)))
      throw new Error(`${process} holds (attempt ${held.attempt}, taken ${held.taken}), and was refused.`);
    this.seen.stale += 1;
  }

  cancelled(key: string): void {
    if (this.find(key)) this.seen.cancelled += 1;
    this.write(this.rows.filter((row) => row.key !== key));
  }

  moved(key: string, dueAt: number): void {
    const row = this.find(key);
    if (!row || row.claim === CLAIM.held) throw new Error(`${key} was moved, and is ${row ? 'held' : 'gone'}.`);
    this.seen.moved += 1;
    this.change({ ...row, claim: CLAIM.free, due_at: dueAt });
  }

  notMoved(key: string, since: number): void {
    const isFree = (rows: readonly Row[]) => rows.some((row) => row.key === key && row.claim !== CLAIM.held);
    if (!this.wasOnce(since, (rows) => !isFree(rows))) throw new Error(`${key} waits, and was not moved.`);
  }

  notLaid(key: string, since: number): void {
    if (!this.wasOnce(since, (rows) => rows.some((row) => row.key === key)))
      throw new Error(`${key} is not there, and was not laid down.`);
  }

  /** Whether this is still held so. */
  held({ work_id, attempt, taken }: HeldWork): Row | undefined {
    return this.rows.find(
      (row) => row.work_id === work_id && row.attempt === attempt && row.taken === taken && row.claim === CLAIM.held,
    );
  }

  private wasOnce(since: number, check: (rows: readonly Row[]) => boolean): boolean {
    return check(this.rows) || this.history.slice(Math.max(0, since)).some(check);
  }

  private change(row: Row): void {
    this.write(this.rows.map((one) => (one.work_id === row.work_id ? row : one)));
  }

  private write(rows: readonly Row[]): void {
    this.history.push(this.rows);
    this.rows = rows;
  }
}

const takeOf = ({ work_id, taken }: { work_id: string; taken: number }) => `${work_id} ${taken}`;
