/** A statement that the database refused. Its message names the statement and never its values. */
export class StatementError extends Error {
  /** SQLite's result code, such as `SQLITE_FULL`; Postgres' SQLSTATE, such as `40001`; or `CONNECTION_LOST`. */
  readonly code: string;

  constructor(sql: string, cause: unknown) {
    const { message, code } = cause as { message?: string; code?: string };
    super(`${message ?? 'unknown error'} (${code ?? 'no code'}) in: ${sql.replace(/\s+/g, ' ').slice(0, 200)}`, {
      cause,
    });
    this.code = code ?? 'UNKNOWN';
  }
}
