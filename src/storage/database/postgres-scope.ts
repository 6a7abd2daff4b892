import type { PoolClient } from 'pg';
import { runStatement } from './postgres-statement.js';
import type { StatementError } from './statement-error.js';
import type { SqlValue, Tx } from './unit-of-work.js';

/**
 * The transaction as one unit sees it on Postgres. Its statements go one after the other, also where a unit sends some at once: the
 * driver takes one at a time. A statement that a unit sends after it is over would land in somebody else's transaction: it is refused.
 */
export class PostgresScope implements Tx {
  /** What to call after the commit. */
  readonly hooks: (() => void)[] = [];
  private readonly finals: (() => Promise<void>)[] = [];
  /** The first statement that was refused: Postgres keeps nothing of a transaction after it, whatever the unit makes of the error. */
  failure: StatementError | null = null;
  private over = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: PoolClient) {}

  get open(): boolean {
    return !this.over;
  }

  async query<Row>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.send(sql, params)).rows as Row[];
  }

  async keep<Row>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    return this.query<Row>(`${sql} FOR SHARE`, params);
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    return (await this.send(sql, params)).rowCount ?? 0;
  }

  beforeCommit(act: () => Promise<void>): void {
    this.finals.push(act);
  }

  afterCommit(then: () => void): void {
    this.hooks.push(then);
  }

  /** What was put off to the end of the unit. */
  async finish(): Promise<void> {
    for (let act = this.finals.shift(); act; act = this.finals.shift()) await act();
  }

  /** Lets no further statement in, and waits for those under way. */
  async close(): Promise<void> {
    this.over = true;
    await this.last;
  }

  private async send(sql: string, params: readonly SqlValue[]) {
    if (this.over) throw new Error('A unit of work sent a statement after it was over.');
    const sent = this.last.then(() => runStatement(this.client, sql, params));
    this.last = sent.catch((error: unknown) => void (this.failure ??= error as StatementError));
    return sent;
  }
}
