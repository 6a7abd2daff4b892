import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { PostgresScope } from './postgres-scope.js';
import { refused, runStatement } from './postgres-statement.js';
import { StatementError } from './statement-error.js';
import type { Tx, UnitOfWork } from './unit-of-work.js';

/**
 * How often a unit is tried at most, by what ended it. Each loser means a winner, so only many writers of one row get near it. A key
 * that is taken (23505) was written after this unit began, and had looked for it in vain: unless it is so again and again.
 */
const MOST_TRIES: Readonly<Record<string, number>> = { '40001': 50, '40P01': 50, '23505': 5 };
const LONGEST_PAUSE_MS = 50;

type Ended<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown; readonly mostTries: number };

/**
 * Writes on Postgres: each unit is a transaction of its own, at `REPEATABLE READ`, on a connection of the pool.
 *
 * Units were written for a database with one writer: what they read stays true until they write. Here a unit that would change a row
 * that another has changed since it began is undone by Postgres and run again from its first line, on what is there by then; so it
 * may run several times, and what it does beside its statements belongs into `afterCommit`. What a unit only reads is not held (docs/architecture.md, "Writes"): where that matters it writes, too.
 */
export class PostgresUnits implements UnitOfWork {
  private readonly current = new AsyncLocalStorage<PostgresScope>();

  constructor(
    private readonly pool: Pool,
    /** Told of each unit that was undone and runs again. */
    private readonly repeated: () => void = () => undefined,
  ) {}

  async run<T>(unit: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.current.getStore();
    if (outer?.open) return unit(outer);
    for (let tries = 1; ; tries++) {
      const ended = await this.once(unit);
      if (ended.ok) return ended.value;
      if (tries >= ended.mostTries) throw ended.error;
      this.repeated();
      await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** tries));
    }
  }

  private async once<T>(unit: (tx: Tx) => Promise<T>): Promise<Ended<T>> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw refused('BEGIN', error);
    });
    const scope = new PostgresScope(client);
    try {
      await runStatement(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ', []);
      const value = await this.current.run(scope, () => unit(scope));
      await scope.finish();
      await scope.close();
      if (scope.failure) throw scope.failure;
      await runStatement(client, 'COMMIT', []);
      client.release();
      for (const hook of scope.hooks) queueMicrotask(hook);
      return { ok: true, value };
    } catch (error) {
      await scope.close();
      const cause = scope.failure ?? error;
      const code = cause instanceof StatementError ? cause.code : '';
      // What did not answer a statement would not answer the next one either, for as long again.
      client.release(code === 'CONNECTION_LOST' || !(await this.rolledBack(client)));
      return { ok: false, error, mostTries: MOST_TRIES[code] ?? 1 };
    }
  }

  /** A connection that does not even take this is no use to anybody. */
  private async rolledBack(client: PoolClient): Promise<boolean> {
    return runStatement(client, 'ROLLBACK', []).then(
      () => true,
      () => false,
    );
  }
}
