import type { QueryRunner } from 'typeorm';
import { bind } from './bind.js';
import type { SqlValue, Tx } from './unit-of-work.js';

/**
 * The transaction as one unit sees it on SQLite. All units share one connection, so a statement that a unit left running would
 * land in somebody else's transaction: once the unit is over its statements are refused, and those under way are waited for.
 */
export class UnitScope implements Tx {
  /** What to call after the commit. */
  readonly hooks: (() => void)[] = [];
  private readonly underWay = new Set<Promise<unknown>>();
  private over = false;

  constructor(
    private readonly runner: QueryRunner,
    private readonly inTransaction: () => boolean,
  ) {}

  get open(): boolean {
    return !this.over;
  }

  async query<Row>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.send(sql, params)).raw as Row[];
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    return (await this.send(sql, params)).affected ?? 0;
  }

  afterCommit(then: () => void): void {
    this.hooks.push(then);
  }

  /** Lets no further statement in, and waits for those that are on their way. */
  async close(): Promise<void> {
    this.over = true;
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  private async send(sql: string, params: readonly SqlValue[]) {
    if (this.over) throw new Error('A unit of work sent a statement after it was over.');
    // SQLite may have ended the whole transaction under us; alone, the statement would commit itself.
    if (!this.inTransaction()) throw new Error('The transaction of this unit was ended by an error before.');
    const sent = this.runner.query(sql, bind(params), true);
    this.underWay.add(sent);
    try {
      return await sent;
    } finally {
      this.underWay.delete(sent);
    }
  }
}
