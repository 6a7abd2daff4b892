import type PgBoss from 'pg-boss';
import type { Clock } from '../../domain/clock.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { WorkKey } from '../../storage/work-store.js';
import type { WaitingWork, WorkQueue } from '../../storage/work-queue.js';
import { jobIdOf, queueOf, QUEUES, via, type QueueName } from './boss.js';

/** The channel on which processes are told that something is due. */
export const WORK_CHANNEL = 'roundtrip_work';
/** What is due so soon is told of; the rest is found by the next look of any process. */
const SOON_MS = 100;
/** Ten years: what is parked waits for a person. */
const LONGEST_WAIT_MS = 315_360_000_000;

const movedTo = (at: string) => `UPDATE pgboss.job SET state = 'created', started_on = NULL, retry_count = 0,
  start_after = coalesce(to_timestamp(${at} / 1000), clock_timestamp()), created_on = coalesce(to_timestamp(${at} / 1000), clock_timestamp())`;
const MOVE_MANY = `${movedTo('to_move.at')} FROM jsonb_to_recordset($2::jsonb) AS to_move (id uuid, at double precision)
  WHERE pgboss.job.name = $1 AND pgboss.job.id = to_move.id RETURNING pgboss.job.id`;
/** What each check does. A list is taken for a hundred rows, and a table of some thousand jobs is then read whole to find one. */
const MOVE_ONE = `${movedTo('$3::double precision')} WHERE name = $1 AND id = $2::uuid RETURNING id`;

/**
 * The queue that many processes share: each row of work has one pg-boss job, written in the transaction that writes the row.
 *
 * The job is laid down through pg-boss, and from then on moved in place (docs/architecture.md, "The distributed engine"): its
 * policies keep no two jobs apart for one row without stalling others, and completing one to send the next costs twice as much.
 */
export class BossQueue implements WorkQueue {
  private readonly told = new WeakSet<Tx>();
  /** What each transaction has laid down and not told pg-boss of yet, by its id. */
  private readonly laidBy = new WeakMap<Tx, Map<string, WaitingWork>>();

  constructor(
    private readonly boss: Pick<PgBoss, 'insert' | 'deleteJob'>,
    private readonly clock: Pick<Clock, 'now'>,
    /** What the database's clock says. The other one is the same, but in tests that set it. */
    private readonly databaseNow: () => number = () => clock.now(),
  ) {}

  laid(tx: Tx, work: WaitingWork): void {
    const known = this.laidBy.get(tx);
    if (known) return void known.set(work.work_id, work);
    const laid = new Map([[work.work_id, work]]);
    this.laidBy.set(tx, laid);
    tx.beforeCommit(async () => {
      this.laidBy.delete(tx);
      const works = [...laid.values()];
      if (works.length > 0) await this.insert(tx, works);
      if (works.some((one) => this.isSoon(one))) await this.tell(tx);
    });
  }

  async waiting(tx: Tx, works: readonly WaitingWork[]): Promise<void> {
    const laid = this.laidBy.get(tx);
    const known = works.filter(({ work_id }) => !laid?.has(work_id));
    for (const work of works) if (laid?.has(work.work_id)) laid.set(work.work_id, work);
    for (const name of QUEUES) {
      const ofQueue = known.filter(({ kind }) => queueOf(kind) === name);
      await this.move(tx, name, ofQueue);
    }
    if (known.some((work) => queueOf(work.kind) === 'urgent' && this.isSoon(work))) await this.tell(tx);
  }

  async ended(tx: Tx, works: readonly Pick<WorkRow, 'work_id' | 'kind'>[]): Promise<void> {
    const laid = this.laidBy.get(tx);
    for (const work of works)
      if (!laid?.delete(work.work_id)) await this.boss.deleteJob(queueOf(work.kind), jobIdOf(work), { db: via(tx) });
  }

  /** Tells every process that a person wants this now, as this is committed. */
  async tellWanted(tx: Tx, { kind, subject }: WorkKey): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [WORK_CHANNEL, JSON.stringify({ kind, subject })]);
  }

  /** Wakes every process once this is committed; once a transaction, since telling makes commits wait for one another. */
  async tell(tx: Tx): Promise<void> {
    if (this.told.has(tx)) return;
    this.told.add(tx);
    await tx.query('SELECT pg_notify($1, $2)', [WORK_CHANNEL, '']);
  }

  async insert(tx: Tx, works: readonly WaitingWork[]): Promise<void> {
    const jobs = works.map((work) => {
      const at = this.instantOf(work);
      // Without a time it is due by the database's own clock, which is a little behind ours.
      const startAfter = at === null ? {} : { startAfter: new Date(at).toISOString() };
      return { id: jobIdOf(work), name: queueOf(work.kind), ...startAfter };
    });
    await this.boss.insert(jobs, { db: via(tx) });
  }

  /** Moves jobs to their instants, whoever held them; lays down those that are missing. The oldest is fetched first. */
  private async move(tx: Tx, name: QueueName, works: readonly WaitingWork[]): Promise<void> {
    if (works.length === 0) return;
    const moves = works.map((work) => ({ id: jobIdOf(work), at: this.instantOf(work) }));
    const [first] = moves;
    const moved =
      first && moves.length === 1
        ? await tx.query<{ id: string }>(MOVE_ONE, [name, first.id, first.at])
        : await tx.query<{ id: string }>(MOVE_MANY, [name, JSON.stringify(moves)]);
    if (moved.length === works.length) return;
    const found = new Set(moved.map(({ id }) => id));
    await this.insert(
      tx,
      works.filter((work) => !found.has(jobIdOf(work))),
    );
  }

  /** By the database's clock, null where it is due; no wait from now on, which would begin late where this process stands still before it is written. */
  private instantOf(work: WaitingWork): number | null {
    const waits = this.waitOf(work);
    return waits > 0 ? this.databaseNow() + waits : null;
  }

  /** From now on, by the clock that the row was written by. */
  private waitOf({ due_at }: WaitingWork): number {
    return Math.max(0, Math.min(due_at - this.clock.now(), LONGEST_WAIT_MS));
  }

  private isSoon(work: WaitingWork): boolean {
    return this.waitOf(work) <= SOON_MS;
  }
}
