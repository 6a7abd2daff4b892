import PgBoss from 'pg-boss';
import type { PostgresDatabase } from '../../storage/database/postgres.js';
import type { SqlValue, Tx } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';

/** Queues: what somebody waits for does not stand in one table, and in one line, with a sweep of a hundred thousand checks. */
export const QUEUES = ['urgent', 'checks'] as const;
export type QueueName = (typeof QUEUES)[number];

const LOOKS: ReadonlySet<string> = new Set(['check', 'poll']);
/** Beyond any use: whether work is tried again is for its own plan to say, and for the count of tries in its row. */
const NEVER = 2_147_483_647;

export interface BossOptions {
  /** How long a process may be silent before what it holds is given to others, in whole seconds. */
  readonly expireInS: number;
}

type Via = Pick<PostgresDatabase, 'statement' | 'script'>;

/** pg-boss on our own pool: it owns the table of jobs, who fetches what, and the expiry of what a dead process held. */
export async function openBoss(database: Via, { expireInS }: BossOptions): Promise<PgBoss> {
  // It is told when to expire (`Lease`), and finds nothing to archive: a job lives as long as its row of work, and is deleted with it.
  const boss = new PgBoss({ db: asDb(database), supervise: false, schedule: false });
  await boss.start();
  for (const name of QUEUES)
    await boss.createQueue(name, {
      ...{ name, policy: 'standard', retryLimit: NEVER, retryDelay: 0, expireInSeconds: expireInS },
    });
  await tune(database);
  return boss;
}

/** Statements of pg-boss within a transaction of ours. */
export function via(tx: Tx): PgBoss.Db {
  return {
    executeSql: async (text, values) => ({ rows: await tx.query<unknown>(text, values as SqlValue[]) }),
  };
}

/** The queue of a kind of work. */
export function queueOf(kind: string): QueueName {
  return LOOKS.has(kind) ? 'checks' : 'urgent';
}

/** A row of work has one job, whose id is that of the row: `wrk_` and a UUID without its dashes. */
export function jobIdOf({ work_id }: Pick<WorkRow, 'work_id'>): string {
  const [, a, b, c, d, e] = /^wrk_(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(work_id) ?? [];
  return [a, b, c, d, e].join('-');
}

/** The row of work of a job. */
export function workIdOf(jobId: string): string {
  return `wrk_${jobId.replaceAll('-', '')}`;
}

function asDb(database: Via): PgBoss.Db {
  return {
    executeSql: async (text, values?: unknown[]) => ({
      rows: values?.length
        ? await database.statement<unknown>(text, values as SqlValue[])
        : await database.script<unknown>(text),
    }),
  };
}

/**
 * Jobs are written again and again in place: the tables are cleaned as soon as a hundredth is dead, and those that are active are found
 * without reading the rest.
 */
async function tune(database: Via): Promise<void> {
  // Only what is not so yet: each of these locks a table that other processes are working on, whether it changes anything or not.
  const [index] = await database.statement<{ there: boolean }>(
    `SELECT to_regclass('pgboss.job_active') IS NOT NULL AS there`,
  );
  if (!index?.there)
    await database.statement(`CREATE INDEX IF NOT EXISTS job_active ON pgboss.job (started_on) WHERE state = 'active'`);
  const tables = await database.statement<{ name: string }>(
    `SELECT q.partition_name AS name FROM pgboss.queue q JOIN pg_class c ON c.oid = to_regclass('pgboss.' || quote_ident(q.partition_name))
     WHERE q.name IN ($1, $2) AND c.reloptions IS NULL`,
    [...QUEUES],
  );
  for (const { name } of tables)
    await database.statement(
      `ALTER TABLE pgboss."${name}" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0, fillfactor = 70)`,
    );
}
