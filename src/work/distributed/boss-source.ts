import { setTimeout as sleep } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { Clock } from '../../domain/clock.js';
import type { UnitOfWork, Tx } from '../../storage/database/unit-of-work.js';
import { CLAIM, type WorkRow } from '../../storage/entities/work.js';
import type { WorkClaims } from '../../storage/work-claims.js';
import type { WorkKey, WorkStore } from '../../storage/work-store.js';
import type { Place, SourceHooks, WorkSource } from '../work-source.js';
import { jobIdOf, queueOf, QUEUES, via, workIdOf, type QueueName } from './boss.js';
import type { BossQueue } from './boss-queue.js';
import type { Lease } from './lease.js';
import type { Places } from './places.js';

/** How often it is looked for what others have set aside: a process that knew of it may be gone. */
const STRAYS_EVERY_MS = 2_000;
const STRAYS_AT_ONCE = 50;
/** What is earlier than this waits in the queue. */
const MOST_EARLY_MS = 100;

export interface BossSourceParts {
  readonly boss: Pick<PgBoss, 'fetch' | 'deleteJob'>;
  readonly queue: BossQueue;
  readonly claims: WorkClaims;
  readonly work: Pick<WorkStore, 'putOff'>;
  readonly unit: UnitOfWork;
  /** The one by which the rows were written. */
  readonly clock: Pick<Clock, 'now'>;
  readonly lease: Lease;
  readonly places: Places;
  /** Opens what wakes: a session that listens. */
  readonly listen: (hooks: Pick<SourceHooks, 'wake' | 'wanted'>) => Promise<void>;
  readonly unlisten: () => Promise<void>;
  /** pg-boss swallows what goes wrong in a fetch: the statement of its own tells. */
  readonly fetchBy: PgBoss.Db;
}

/** A job as it was handed out to us. */
type Handed = Pick<PgBoss.JobWithMetadata, 'name' | 'id' | 'startedOn'>;

/** Rows whose jobs are with us as they were handed out: others may have moved one since, or taken it over. Our driver cuts microseconds off. */
const STILL_OURS = `work_id IN (
  SELECT 'wrk_' || replace(j.id::text, '-', '')
  FROM jsonb_to_recordset($2::jsonb) AS ours (name text, id uuid, "startedOn" timestamptz)
  JOIN pgboss.job j ON j.name = ours.name AND j.id = ours.id
  WHERE j.state = 'active' AND j.started_on >= ours."startedOn" AND j.started_on < ours."startedOn" + interval '1 ms')`;

/**
 * The source that many processes share. pg-boss hands out due jobs and takes back those of the dead; the row of work says who holds
 * it and for which attempt, so that whoever was taken for dead, and was not, writes nothing.
 */
export class BossSource implements WorkSource {
  private strayedAt = -Infinity;

  constructor(private readonly parts: BossSourceParts) {}

  async open(engine: SourceHooks): Promise<void> {
    await this.parts.lease.open(
      () => engine.held(),
      () => engine.lapsed(),
    );
    await this.parts.listen(engine);
  }

  isSure(): boolean {
    return this.parts.lease.isSure();
  }

  /** Due by the database's clock, which the jobs wait by. */
  async takeDue(_now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]> {
    const rows = await this.takeFrom(QUEUES, limit, fullLanes);
    return this.isSure() ? [...rows, ...(await this.strays())] : rows;
  }

  takeUrgent(_now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]> {
    return this.takeFrom(['urgent'], limit, fullLanes);
  }

  async takeThese(now: number, these: readonly WorkKey[], fullLanes: readonly string[]): Promise<WorkRow[]> {
    if (!this.isSure()) return [];
    return this.parts.unit.run(async (tx) => {
      const rows: Pick<WorkRow, 'work_id' | 'kind'>[] = [];
      const sql = 'SELECT work_id, kind FROM work WHERE kind = $1 AND subject = $2 AND claim = 0 AND due_at <= $3';
      for (const { kind, subject } of these) rows.push(...(await tx.query<WorkRow>(sql, [kind, subject, now])));
      const jobs = await this.activate(tx, rows);
      return jobs.length === 0 ? [] : this.take(tx, jobs, fullLanes);
    });
  }

  async takeSetAside(lane: string, limit: number): Promise<WorkRow[]> {
    if (!this.isSure()) return [];
    return this.parts.unit.run(async (tx) => {
      const sql =
        'SELECT work_id, kind FROM work WHERE claim = 2 AND lane = $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED';
      const jobs = await this.activate(tx, await tx.query<WorkRow>(sql, [lane, limit]));
      return jobs.length === 0 ? [] : this.take(tx, jobs, []);
    });
  }

  async tellWanted(tx: Tx, work: WorkKey): Promise<true> {
    await this.parts.queue.tellWanted(tx, work);
    return true;
  }

  begin(suspects: readonly WorkRow[]): Promise<void> {
    return this.parts.unit.run((tx) => this.parts.claims.begin(tx, suspects));
  }

  async giveBack(works: readonly WorkRow[], notBefore?: number): Promise<void> {
    const { unit, claims, work, queue } = this.parts;
    await unit.run(async (tx) => {
      if (notBefore !== undefined) {
        for (const one of works) await work.putOff(tx, one, notBefore);
        return;
      }
      const given = await claims.giveBack(tx, works);
      await queue.waiting(tx, given);
      if (given.length > 0) await queue.tell(tx);
    });
  }

  /** Somebody else may lay down something sooner: nobody can say. */
  async nextDueAt(): Promise<null> {
    return null;
  }

  async place(lane: string, limit: number): Promise<Place | null> {
    return this.parts.places.take(lane, limit);
  }

  async close(): Promise<void> {
    await this.parts.lease.close();
    await this.parts.unlisten();
  }

  /** A job waits from the beginning of the transaction that laid it down, so it may be some milliseconds early: what is, waits on. */
  private async withoutEarly(rows: WorkRow[]): Promise<WorkRow[]> {
    const wait = Math.max(0, ...rows.map(({ due_at }) => due_at - this.parts.clock.now()));
    if (wait === 0) return rows;
    await sleep(Math.min(wait, MOST_EARLY_MS));
    const now = this.parts.clock.now();
    const early = rows.filter(({ claim, due_at }) => claim === CLAIM.held && due_at > now);
    if (early.length === 0) return rows;
    const putOff = this.parts.unit.run(async (tx) => {
      for (const row of early) await this.parts.work.putOff(tx, row, row.due_at);
    });
    // Where that fails, the queue takes them back as from the dead; the others have been taken, and must not be lost to it.
    await putOff.catch(() => undefined);
    return rows.filter((row) => !early.includes(row));
  }

  private async takeFrom(names: readonly QueueName[], limit: number, fullLanes: readonly string[]): Promise<WorkRow[]> {
    if (!this.isSure()) return [];
    const jobs: Handed[] = [];
    for (const name of names) jobs.push(...(await this.fetch(name, limit)));
    const rows = jobs.length === 0 ? [] : await this.parts.unit.run((tx) => this.take(tx, jobs, fullLanes));
    return this.withoutEarly(rows);
  }

  private async fetch(name: QueueName, batchSize: number): Promise<Handed[]> {
    const options = { batchSize, priority: false, includeMetadata: true, db: this.parts.fetchBy } as const;
    const jobs = await this.parts.boss.fetch(name, options);
    return jobs.map(({ id, startedOn }) => ({ name, id, startedOn }));
  }

  /** Takes the rows of jobs that are active for us: those of full lanes are set aside, and wait without an instant. */
  private async take(tx: Tx, jobs: readonly Handed[], fullLanes: readonly string[]): Promise<WorkRow[]> {
    const rows = await this.parts.claims.take(tx, fullLanes, { where: STILL_OURS, params: [JSON.stringify(jobs)] });
    await this.park(
      tx,
      rows.filter(({ claim }) => claim !== CLAIM.held),
    );
    const taken = new Set(rows.map(jobIdOf));
    await this.dropRowless(
      tx,
      jobs.filter(({ id }) => !taken.has(id)),
    );
    return rows;
  }

  /** Whose row is gone has nothing to wait for. */
  private async dropRowless(tx: Tx, jobs: readonly Handed[]): Promise<void> {
    if (jobs.length === 0) return;
    const workIds = JSON.stringify(jobs.map(({ id }) => workIdOf(id)));
    const sql = 'SELECT work_id FROM work WHERE work_id IN (SELECT jsonb_array_elements_text($1::jsonb))';
    const there = new Set((await tx.query<WorkRow>(sql, [workIds])).map(jobIdOf));
    const gone = jobs.map(({ id }) => id).filter((id) => !there.has(id));
    for (const name of gone.length > 0 ? QUEUES : []) await this.parts.boss.deleteJob(name, gone, { db: via(tx) });
  }

  private async park(tx: Tx, rows: readonly WorkRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.run(
      `UPDATE pgboss.job SET state = 'created', started_on = NULL, start_after = 'infinity'
       WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb)::uuid)`,
      [JSON.stringify(rows.map(jobIdOf))],
    );
  }

  /** Makes waiting jobs ours, as a fetch would, and answers which. */
  private async activate(tx: Tx, rows: readonly Pick<WorkRow, 'work_id' | 'kind'>[]): Promise<Handed[]> {
    const jobs: Handed[] = [];
    for (const name of QUEUES) {
      const ours = rows.filter(({ kind }) => queueOf(kind) === name).map(jobIdOf);
      if (ours.length === 0) continue;
      const activated = await tx.query<Handed>(
        `UPDATE pgboss.job SET state = 'active', started_on = now()
         WHERE name = $1 AND state < 'active' AND id IN (SELECT jsonb_array_elements_text($2::jsonb)::uuid) RETURNING name, id, started_on AS "startedOn"`,
        [name, JSON.stringify(ours)],
      );
      jobs.push(...activated);
    }
    return jobs;
  }

  /** One row of each lane of which something is set aside, whoever did it. */
  private async strays(): Promise<WorkRow[]> {
    if (performance.now() - this.strayedAt < STRAYS_EVERY_MS) return [];
    this.strayedAt = performance.now();
    // What has been taken already must not be lost to it.
    return this.parts.claims.setAside(STRAYS_AT_ONCE).catch(() => []);
  }
}
