import pg, { type ClientBase, type Pool, type QueryResult } from 'pg';
import { StatementError } from './statement-error.js';
import type { SqlValue } from './unit-of-work.js';

/** Prepared statements kept by name on each connection; our SQL is some hundred texts, all written in this project. */
const MOST_NAMED = 1_000;
const names = new Map<string, string>();

/** Runs one statement. Its text is prepared once a connection: our texts are few, and planning them costs more than running them. */
export async function runStatement(
  on: Pool | ClientBase,
  sql: string,
  params: readonly SqlValue[],
): Promise<QueryResult> {
  try {
    const values = params.map(toPostgres);
    const name = nameOf(sql);
    return await on.query(name === undefined ? { text: sql, values } : { name, text: sql, values });
  } catch (error) {
    throw refused(sql, error);
  }
}

/** What is no answer of the server's means that it did not answer: the driver's own errors have no code, or the system's. */
export function refused(sql: string, error: unknown): StatementError {
  if (error instanceof pg.DatabaseError) return new StatementError(sql, error);
  const message = error instanceof Error ? error.message : 'unknown error';
  return new StatementError(sql, Object.assign(new Error(message), { code: 'CONNECTION_LOST' }));
}

function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_NAMED) return known;
  const name = `rt${names.size}`;
  names.set(sql, name);
  return name;
}

/** Truth is a number in our tables, as SQLite has it. Postgres keeps no NUL in a text: it becomes the sign for what cannot be shown. */
function toPostgres(value: SqlValue): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  return value ?? null;
}
