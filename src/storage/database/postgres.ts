import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { entities } from '../entities/index.js';
import type { Database, SchemaOptions } from './database.js';
import { bringUpToDate, type NewerSchema } from './migrate.js';
import { runStatement } from './postgres-statement.js';
import { PostgresUnits } from './postgres-units.js';
import type { SqlValue, UnitOfWork } from './unit-of-work.js';

/**
 * Connections of one process: for units of work; for those of the engine that take work up, which must not stand in line behind hundreds
 * of ended calls; and for reads, which never wait for a unit.
 */
const UNIT_CONNECTIONS = 9;
const ENGINE_CONNECTIONS = 3;
/** That this process lives is said on a connection of its own: whatever keeps the others, silence would mean that it is dead. */
const PULSE_CONNECTIONS = 1;
const READ_CONNECTIONS = 6;
/** No statement of ours takes this long; one that does goes to a server that is gone. */
const STATEMENT_MS = 10_000;
const CONNECT_MS = 5_000;
/** A process that is stopped in the midst of a unit keeps nobody from its rows for longer; less than a statement may take, so that who waits for them gets them. */
const IDLE_IN_UNIT_MS = 5_000;
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

/** Counts and sums are numbers to us: none comes near 2^53. */
const NUMBERS = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    NUMBERS.has(oid) ? Number : (pg.types.getTypeParser(oid, format) as unknown),
};

/** Older ones know no limit for sessions that are silent. */
const OLDEST_SERVER = 14;

/** Why a server of this `server_version_num` is none for us; null where it is one. */
export function tooOld(versionNumber: number): string | null {
  const version = Math.floor(versionNumber / 10_000);
  return version >= OLDEST_SERVER
    ? null
    : `the server is PostgreSQL ${version}, and ${OLDEST_SERVER} is the oldest that works`;
}

/** Opens Postgres, migrates it (one process at a time), and hands out the pools for units and for reads. */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  const newerSchema = (options.migrates ?? true) ? await migrate(url, options.version) : null;
  const writer = await connect(url, 'units', UNIT_CONNECTIONS);
  const taker = await connect(url, 'engine', ENGINE_CONNECTIONS);
  const reader = await connect(url, 'reads', READ_CONNECTIONS);
  const beater = await connect(url, 'pulse', PULSE_CONNECTIONS);
  const [units, takes, reads, beats] = [poolOf(writer), poolOf(taker), poolOf(reader), poolOf(beater)];
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
    writer,
    close: async () => {
      await beater.destroy();
      await reader.destroy();
      await taker.destroy();
      await writer.destroy();
    },
  };
}

/**
 * How a connection of its own is opened: for what belongs to a session (LISTEN, advisory locks). A process that is stopped asks nothing,
 * though its system answers for it: after `silentMs` the server lets go of what its session held.
 */
export function sessionOptions(url: string, purpose: string, silentMs = 0): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `roundtrip ${purpose}`,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    ...{ keepAlive: true, keepAliveInitialDelayMillis: 5_000 },
    // The server lets go of what a vanished machine held after about 25 seconds, instead of hours.
    options: `-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c idle_session_timeout=${silentMs}`,
  };
}

/** Statements that build an index may take long: they have a connection without limits. */
async function migrate(url: string, version?: string): Promise<NewerSchema | null> {
  const source = new DataSource({ ...common(url), poolSize: 1, extra: { connectionTimeoutMillis: CONNECT_MS } });
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

async function connect(url: string, purpose: string, connections: number): Promise<DataSource> {
  const session = { ...sessionOptions(url, purpose), idle_in_transaction_session_timeout: IDLE_IN_UNIT_MS, types };
  const source = new DataSource({ ...common(url), poolSize: connections, extra: session });
  await source.initialize();
  const pool = poolOf(source);
  // A connection that drops while a unit holds it says so here, too; the unit hears it from its statement.
  const hush = (client: pg.PoolClient): pg.PoolClient => client.on('error', () => undefined);
  pool.on('connect', hush);
  const first = await pool.connect();
  hush(first).release();
  return source;
}

function common(url: string) {
  return { type: 'postgres', url, logging: false, entities, migrations } satisfies DataSourceOptions;
}

/** The pool under a data source. */
export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as unknown as { master: pg.Pool }).master;
}
