import type BetterSqlite3 from 'better-sqlite3';
import { bind } from './bind.js';
import { StatementError } from './statement-error.js';
import type { SqlValue } from './unit-of-work.js';

/** Prepared statements kept; our SQL is some hundred texts, all written in this project. */
const MOST_KEPT = 500;

/**
 * Statements on the connection that TypeORM opened and migrated. Its query runner costs about 10 us and a dozen promises a
 * statement, which the hot paths (several statements a check) cannot pay; better-sqlite3 itself answers at once.
 */
export class SqliteConnection {
  private readonly statements = new Map<string, BetterSqlite3.Statement>();

  constructor(private readonly raw: BetterSqlite3.Database) {}

  get inTransaction(): boolean {
    return this.raw.inTransaction;
  }

  /** Runs a statement and answers its rows; none for a statement that has no rows to give. */
  all<Row>(sql: string, params: readonly SqlValue[] = []): Row[] {
    try {
      const statement = this.statement(sql);
      if (statement.reader) return statement.all(...bind(params)) as Row[];
      statement.run(...bind(params));
      return [];
    } catch (error) {
      throw new StatementError(sql, error);
    }
  }

  /** Runs a statement and answers how many rows it changed. */
  run(sql: string, params: readonly SqlValue[] = []): number {
    try {
      return this.statement(sql).run(...bind(params)).changes;
    } catch (error) {
      throw new StatementError(sql, error);
    }
  }

  private statement(sql: string): BetterSqlite3.Statement {
    const kept = this.statements.get(sql);
    if (kept) return kept;
    const statement = this.raw.prepare(sql);
    if (this.statements.size >= MOST_KEPT) this.statements.clear();
    this.statements.set(sql, statement);
    return statement;
  }
}
