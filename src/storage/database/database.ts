import type BetterSqlite3 from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { entities } from '../entities/index.js';
import { migrations } from '../../../migrations/index.js';
import { bringUpToDate, type NewerSchema } from './migrate.js';
import { GroupCommit } from './group-commit.js';
import { SqliteConnection } from './sqlite-connection.js';
import type { SqlValue, UnitOfWork } from './unit-of-work.js';

/** What stores read and write through. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** Reads what is committed, and nothing else: never sees a transaction under way. */
  read<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
  readonly unit: UnitOfWork;
  /** The writer's data source, for migrations and checks; rows are written through `unit` only. */
  readonly writer: DataSource;
  /** What a newer build has added to the schema; null or absent: nothing. */
  readonly newerSchema?: NewerSchema | null;
  close(): Promise<void>;
}

/**
 * Every commit reaches the disk before it is answered. better-sqlite3 is built so that WAL mode falls back to NORMAL after the
 * first write unless FULL is set in so many words, hence it is set on each connection, after the journal mode.
 */
function prepareWriter(connection: BetterSqlite3.Database): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('wal_autocheckpoint = 4000');
  connection.pragma('cache_size = -65536');
}

function prepareReader(connection: BetterSqlite3.Database): void {
  connection.pragma('synchronous = FULL');
  connection.pragma('cache_size = -65536');
}

const common = { type: 'better-sqlite3', logging: false } as const;

/** How the schema is treated as a database is opened. */
export interface SchemaOptions {
  /** False: a command beside running servers leaves their migrations to them. Default: true. */
  readonly migrates?: boolean | undefined;
  /** This build's, for the notes that are kept of the schema. */
  readonly version?: string | undefined;
}

/** Opens the embedded database, migrates it, and hands out one writer and one read-only connection. */
export async function openSqlite(path: string, { migrates = true, version }: SchemaOptions = {}): Promise<Database> {
  const writer = new DataSource({
    ...common,
    database: path,
    entities,
    migrations,
    prepareDatabase: (c) => prepareWriter(c as BetterSqlite3.Database),
  });
  await writer.initialize();
  const migrated = migrates ? bringUpToDate(writer, version) : Promise.resolve(null);
  const newerSchema = await migrated.catch(async (error: unknown) => {
    await writer.destroy();
    throw error;
  });
  const reader = new DataSource({
    ...common,
    database: path,
    readonly: true,
    entities,
    prepareDatabase: (c) => prepareReader(c as BetterSqlite3.Database),
  });
  await reader.initialize();
  return { ...assemble(writer, reader), newerSchema };
}

function assemble(writer: DataSource, reader: DataSource): Database {
  const reading = new SqliteConnection(rawConnection(reader));
  return {
    kind: 'sqlite',
    read: async <Row>(sql: string, params: readonly SqlValue[] = []) => reading.all<Row>(sql, params),
    unit: new GroupCommit(new SqliteConnection(rawConnection(writer))),
    writer,
    close: async () => {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

/** The better-sqlite3 handle under a data source. */
export function rawConnection(source: DataSource): BetterSqlite3.Database {
  return (source.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection;
}
