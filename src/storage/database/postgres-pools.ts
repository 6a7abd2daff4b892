import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { entities } from '../entities/index.js';

/**
 * Connections of one process: for units of work; for those of the engine that take work up, which must not stand in line behind hundreds
 * of ended calls; and for reads, which never wait for a unit. That this process lives is said on a connection of its own: whatever keeps
 * the others, silence would mean that it is dead.
 */
const CONNECTIONS = { units: 9, engine: 3, reads: 6, pulse: 1 } as const;
/** No statement of ours takes this long; one that does goes to a server that is gone. */
const STATEMENT_MS = 10_000;
const CONNECT_MS = 5_000;
/** A process that is stopped in the midst of a unit keeps nobody from its rows for longer; less than a statement may take, so that who waits for them gets them. */
const IDLE_IN_UNIT_MS = 5_000;

export type PoolName = keyof typeof CONNECTIONS;

export interface Pools extends Readonly<Record<PoolName, DataSource>> {
  /** The last opened first. */
  readonly close: () => Promise<void>;
}

/** Counts and sums are numbers to us: none comes near 2^53. */
const NUMBERS = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    NUMBERS.has(oid) ? Number : (pg.types.getTypeParser(oid, format) as unknown),
};

/** All pools, each with a connection that is open; or none, where one of them cannot be had. */
export async function openPools(url: string): Promise<Pools> {
  const opened: DataSource[] = [];
  const close = async () => {
    for (const source of opened.splice(0).reverse()) await source.destroy();
  };
  const open = async (name: PoolName) => {
    const source = await dataSource(url, CONNECTIONS[name], {
      ...sessionOptions(url, name),
      ...{ idle_in_transaction_session_timeout: IDLE_IN_UNIT_MS, types },
    }).initialize();
    opened.push(source);
    await hushed(poolOf(source));
    return source;
  };
  try {
    const [units, engine] = [await open('units'), await open('engine')];
    return { units, engine, reads: await open('reads'), pulse: await open('pulse'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A connection without a limit for statements: one that builds an index may take long. */
export function forMigrations(url: string): DataSource {
  return dataSource(url, 1, { connectionTimeoutMillis: CONNECT_MS });
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

/** The pool under a data source. */
export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as unknown as { master: pg.Pool }).master;
}

/** Whether no connection came of it in time: neither an answer of the server nor a refusal, which would mean that nobody is there. */
export function isSilence(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  // The driver has no code for these (pg/lib/client.js, pg-pool/index.js).
  return code === 'ETIMEDOUT' || /^timeout expired$|due to connection timeout$/.test(message);
}

/** A connection that drops while a unit holds it says so on itself, too; the unit hears it from its statement. */
async function hushed(pool: pg.Pool): Promise<void> {
  const hush = (client: pg.PoolClient): pg.PoolClient => client.on('error', () => undefined);
  pool.on('connect', hush);
  const first = await pool.connect();
  hush(first).release();
}

function dataSource(url: string, poolSize: number, extra: object): DataSource {
  const options = { type: 'postgres', url, logging: false, entities, migrations } satisfies DataSourceOptions;
  return new DataSource({ ...options, poolSize, extra });
}
