import type BetterSqlite3 from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { entities } from '../entities/index.js';
import { migrations } from '../../../migrations/index.js';
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

/**
 * Opens the embedded database, migrates it, and hands out one writer and one read-only connection. A command beside a running server
 * leaves its migrations to the server (`migrates` false).
 */
export async function openSqlite(path: string, migrates = true): Promise<Database> {
  const writer = new DataSource({
    ...common,
    database: path,
    entities,
    migrations,
    prepareDatabase: (c) => prepareWriter(c as BetterSqlite3.Database),
  });
  await writer.initialize();
  if (migrates) await writer.runMigrations({ transaction: 'each' });
  const reader = new DataSource({
    ...common,
    database: path,
    readonly: true,
    entities,
    prepareDatabase: (c) => prepareReader(c as BetterSqlite3.Database),
  });
  await reader.initialize();
  return assemble(writer, reader);
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
