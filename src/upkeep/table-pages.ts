import type { Database } from '../storage/database/database.js';
import type { SqlValue } from '../storage/database/unit-of-work.js';

/** A row by the names of its columns. */
export type AnyRow = Readonly<Record<string, string | number | null>>;

export interface TableShape {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: 'text' | 'integer' | 'bigint' }[];
  /** The columns of its key, in order. */
  readonly key: readonly string[];
}

const FIRST_PAGE = 100;
const LARGEST_PAGE = 2_000;
/** About what a page may weigh: some rows are a megabyte, most are some hundred bytes. */
const PAGE_BYTES = 4_000_000;

/** Says who changed the schema of this very database: no data that is carried elsewhere. */
const OF_THE_SCHEMA = 'schema_notes';

/** The tables that the entities of a database describe. */
export function tablesOf(database: Pick<Database, 'writer'>): TableShape[] {
  const carried = database.writer.entityMetadatas.filter(({ tableName }) => tableName !== OF_THE_SCHEMA);
  return carried.map((entity) => ({
    table: entity.tableName,
    columns: entity.columns.map(({ databaseName: name, type }) => ({ name, type: type as 'text' })),
    key: entity.primaryColumns.map(({ databaseName }) => databaseName),
  }));
}

/** Walks a table in the order of its key, from behind `after` on, in pages that become as long as their rows allow. */
export async function* pagesOf(
  database: Pick<Database, 'read'>,
  { table, columns, key }: TableShape,
  after: AnyRow | null = null,
): AsyncGenerator<AnyRow[]> {
  const names = columns.map(({ name }) => name).join(', ');
  const keys = key.join(', ');
  let last = after;
  for (let limit = FIRST_PAGE; ;) {
    const params: SqlValue[] = [limit, ...(last === null ? [] : valuesOf(last, key))];
    const later = last === null ? '' : `WHERE (${keys}) > (${key.map((_, i) => `$${i + 2}`).join(', ')})`;
    const sql = `SELECT ${names} FROM ${table} ${later} ORDER BY ${keys} LIMIT $1`;
    const rows = await database.read<AnyRow>(sql, params);
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    last = rows.at(-1) ?? null;
    limit = nextLimit(limit, bytesOf(rows));
  }
}

function valuesOf(row: AnyRow, key: readonly string[]): SqlValue[] {
  return key.map((name) => row[name]);
}

function nextLimit(limit: number, bytes: number): number {
  return Math.max(1, Math.min(LARGEST_PAGE, limit * 2, Math.floor((limit * PAGE_BYTES) / Math.max(1, bytes))));
}

function bytesOf(rows: readonly AnyRow[]): number {
  let bytes = 0;
  for (const row of rows) for (const value of Object.values(row)) bytes += typeof value === 'string' ? value.length : 8;
  return bytes;
}
