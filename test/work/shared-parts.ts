import type PgBoss from 'pg-boss';
import { openPostgres, type PostgresDatabase } from '../../src/storage/database/postgres.js';
import type { SqlValue, UnitOfWork } from '../../src/storage/database/unit-of-work.js';
import { WorkClaims } from '../../src/storage/work-claims.js';
import { WorkStore, type NewWork } from '../../src/storage/work-store.js';
import { BossQueue } from '../../src/work/distributed/boss-queue.js';
import { BossSource } from '../../src/work/distributed/boss-source.js';
import { openBoss } from '../../src/work/distributed/boss.js';
import type { Lease } from '../../src/work/distributed/lease.js';
import type { Places } from '../../src/work/distributed/places.js';
import { ManualClock } from '../support/manual-clock.js';

export interface SharedParts {
  readonly database: PostgresDatabase;
  readonly boss: PgBoss;
  readonly clock: ManualClock;
  readonly queue: BossQueue;
  readonly work: WorkStore;
  /** Lays a check down, due now unless told otherwise. */
  lay(subject: string, more?: Partial<NewWork>): Promise<void>;
  /** What a process takes its work from; `unit` stands between it and the database. */
  source(unit?: UnitOfWork): BossSource;
  /** Each job, by the subject of its row; in how many whole seconds it is due, or null for never. */
  jobs(): Promise<{ subject: string | null; state: string; waitsS: number | null }[]>;
}

/** The parts of the shared queue, on a database of its own and without an engine: nothing happens by itself. */
export async function openSharedParts(url: string): Promise<SharedParts> {
  const database = await openPostgres(url);
  const clock = new ManualClock();
  const boss = await openBoss(database, { expireInS: 15 });
  const queue = new BossQueue(boss, clock, Date.now);
  const work = new WorkStore(database, queue);
  const statement = async (sql: string, params?: unknown[]) => ({
    rows: await database.statement<unknown>(sql, params as SqlValue[]),
  });
  return {
    ...{ database, boss, clock, queue, work },
    lay: (subject, more = {}) =>
      database.unit.run(async (tx) => {
        await work.add(tx, {
          ...{ kind: 'check', subject, lane: 'a', lane_limit: 10, origin: 'https://a.test', run: 1, by_sweep: 0 },
          ...{ state: '{}', due_at: clock.now(), ...more },
        });
      }),
    source: (unit = database.unit) =>
      new BossSource({
        ...{ boss, queue, work, clock, unit, claims: new WorkClaims(database), fetchBy: { executeSql: statement } },
        lease: { isSure: () => true } as Lease,
        places: null as unknown as Places,
        ...{ listen: async () => undefined, unlisten: async () => undefined },
      }),
    jobs: () =>
      database.statement(
        `SELECT w.subject, j.state::text AS state, CASE WHEN j.start_after = 'infinity' THEN NULL
           ELSE round(extract(epoch FROM j.start_after - now()))::int END AS "waitsS"
         FROM pgboss.job j LEFT JOIN work w ON CAST(substr(w.work_id, 5) AS uuid) = j.id ORDER BY w.subject`,
      ),
  };
}
