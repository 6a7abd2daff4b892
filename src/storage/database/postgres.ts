import pg from 'pg';
import type { Database, SchemaOptions } from './database.js';
import { bringUpToDate, type NewerSchema } from './migrate.js';
import { forMigrations, isSilence, openPools, poolOf, sessionOptions } from './postgres-pools.js';
import { runStatement } from './postgres-statement.js';
import { PostgresUnits } from './postgres-units.js';
import type { SqlValue, UnitOfWork } from './unit-of-work.js';

/** Any numbers, the same in all versions: one process at a time migrates, and prepares the queue of work. */
const MIGRATING = 7_214_001;
const PREPARING_QUEUE = 7_214_002;

export interface PostgresDatabase extends Database {
  readonly kind: 'postgres';
  /** Units of the engine, on connections of their own: it takes up what is due, however many units wait. */
  readonly engineUnit: UnitOfWork;
  /** One statement by itself, on a connection that nothing else uses. */
  readonly pulse: (sql: string, params: readonly SqlValue[]) => Promise<unknown>;
  /** One statement by itself, which sees what is committed as it begins (`READ COMMITTED`); answers its rows. */
  statement<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
  /** Any number of statements without parameters, as a library brings them; answers the rows of the last. */
  script<Row>(sql: string): Promise<Row[]>;
}

export interface PostgresOptions extends SchemaOptions {
  /** Told of each unit of work that was undone for another's sake and runs again. */
  readonly repeated?: () => void;
}

/** Older ones know no limit for sessions that are silent. */
const OLDEST_SERVER = 14;

/** Why a server of this `server_version_num` is none for us; null where it is one. */
export function tooOld(versionNumber: number): string | null {
  const version = Math.floor(versionNumber / 10_000);
  return version >= OLDEST_SERVER
    ? null
    : `the server is PostgreSQL ${version}, and ${OLDEST_SERVER} is the oldest that works`;
}

/** A process that gets no time of its machine, or is stopped, misses the answer of a server that is there. */
const TRIES = 3;

/**
 * Opens Postgres, migrates it (one process at a time), and hands out the pools for units and for reads. A server that neither answers nor
 * refuses is asked again, for 15 s in all.
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  for (let n = 1; ; n++) {
    try {
      return await open(url, options);
    } catch (error) {
      if (n === TRIES || !isSilence(error)) throw error;
    }
  }
}

async function open(url: string, options: PostgresOptions): Promise<PostgresDatabase> {
  const newerSchema = (options.migrates ?? true) ? await migrate(url, options.version) : null;
  const pools = await openPools(url);
  const [units, takes] = [poolOf(pools.units), poolOf(pools.engine)];
  const [reads, beats] = [poolOf(pools.reads), poolOf(pools.pulse)];
  const rows = async <Row>(pool: pg.Pool, sql: string, params: readonly SqlValue[]) =>
    (await runStatement(pool, sql, params)).rows as Row[];
  return {
    kind: 'postgres',
    newerSchema,
    read: (sql, params = []) => rows(reads, sql, params),
    statement: (sql, params = []) => rows(takes, sql, params),
    pulse: (sql, params) => rows(beats, sql, params),
    script: async <Row>(sql: string) => {
      const results = [await takes.query(sql)].flat();
      return (results.at(-1)?.rows ?? []) as Row[];
    },
    unit: new PostgresUnits(units, options.repeated),
    engineUnit: new PostgresUnits(takes, options.repeated),
    writer: pools.units,
    close: pools.close,
  };
}

async function migrate(url: string, version?: string): Promise<NewerSchema | null> {
  const source = forMigrations(url);
  await source.initialize();
  try {
    const [server] = await source.query<{ number: string }[]>(`SELECT current_setting('server_version_num') AS number`);
    const old = tooOld(Number(server?.number));
    if (old) throw new Error(old);
    return await oneAtATime(url, MIGRATING, () => bringUpToDate(source, version));
  } finally {
    await source.destroy();
  }
}

/** One process at a time: several that start at once would make the same tables, and lock them against one another. */
export function preparingQueue<T>(url: string, act: () => Promise<T>): Promise<T> {
  return oneAtATime(url, PREPARING_QUEUE, act);
}

async function oneAtATime<T>(url: string, number: number, act: () => Promise<T>): Promise<T> {
  const lock = new pg.Client({ ...sessionOptions(url, 'migrations'), query_timeout: undefined });
  lock.on('error', () => undefined);
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [number]);
    return await act();
  } finally {
    await lock.end();
  }
}
