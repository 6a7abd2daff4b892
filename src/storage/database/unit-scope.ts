import type { SqliteConnection } from './sqlite-connection.js';
import type { SqlValue, Tx } from './unit-of-work.js';

/**
 * The transaction as one unit sees it on SQLite. All units share one connection, so a statement that a unit sends after it is
 * over would land in somebody else's transaction: it is refused.
 */
export class UnitScope implements Tx {
  /** What to call after the commit. */
  readonly hooks: (() => void)[] = [];
  private readonly finals: (() => Promise<void>)[] = [];
  private over = false;

  constructor(private readonly connection: SqliteConnection) {}

  get open(): boolean {
    return !this.over;
  }

  async query<Row>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    this.refuseStrays();
    return this.connection.all<Row>(sql, params);
  }

  /** Nobody else writes meanwhile. */
  async keep<Row>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    return this.query<Row>(sql, params);
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    this.refuseStrays();
    return this.connection.run(sql, params);
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

  /** Lets no further statement in. */
  close(): void {
    this.over = true;
  }

  private refuseStrays(): void {
    if (this.over) throw new Error('A unit of work sent a statement after it was over.');
    // SQLite may have ended the whole transaction under us; alone, the statement would commit itself.
    if (!this.connection.inTransaction) throw new Error('The transaction of this unit was ended by an error before.');
  }
}
