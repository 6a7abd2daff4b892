import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { PostgresScope } from './postgres-scope.js';
import { refused, runStatement } from './postgres-statement.js';
import { StatementError } from './statement-error.js';
import type { Reading, Tx, UnitOfWork } from './unit-of-work.js';

/**
 * How often a unit is tried at most, by what ended it: another transaction changed what this one has read or wants to write, or both
 * waited for one another. A key that is taken (23505) was written after this unit began, and had looked for it in vain: unless it is
 * so again and again.
 */
const MOST_TRIES: Readonly<Record<string, number>> = { '40001': 50, '40P01': 50, '23505': 5 };
const LONGEST_PAUSE_MS = 20;
/** After so many tries in vain a unit stands in line with all others that many want the same of, in all processes. */
const STANDS_IN_LINE_AFTER = 3;
/**
 * By what such units take turns: a lock on a table that nobody writes. Unlike every other statement it is taken before the transaction's
 * snapshot; and it ends with the transaction, also that of a process that is stopped in its midst.
 */
const TAKE_A_TURN = 'LOCK TABLE migrations IN SHARE ROW EXCLUSIVE MODE';

type Ended<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown; readonly mostTries: number };

/**
 * Writes on Postgres: each unit is a transaction of its own, at `REPEATABLE READ`, on a connection of the pool.
 *
 * Units were written for a database with one writer: what they read stays true until they write. Here a unit that would change a row
 * that another has changed since it began is undone by Postgres and run again from its first line, on what is there by then; so it
 * may run several times, and what it does beside its statements belongs into `afterCommit`. What a unit only reads is not held
 * (docs/architecture.md, "Writes"): where that matters it writes, too, or reads by `keep`.
 *
 * Of units that want the same row one wins at a time, and all others have worked in vain: whoever lost thrice waits its turn.
 */
export class PostgresUnits implements UnitOfWork {
  private readonly current = new AsyncLocalStorage<PostgresScope>();
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    /** Told of each unit that was undone and runs again. */
    private readonly repeated: () => void = () => undefined,
  ) {}

  async run<T>(unit: (tx: Tx) => Promise<T>, reading: Reading = 'once'): Promise<T> {
    const outer = this.current.getStore();
    if (outer?.open) return unit(outer);
    for (let tries = 1; ; tries++) {
      const ended = tries > STANDS_IN_LINE_AFTER ? await this.inLine(unit, reading) : await this.once(unit, reading);
      if (ended.ok) return ended.value;
      if (tries >= ended.mostTries) throw ended.error;
      this.repeated();
      await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** tries));
    }
  }

  /** One of this process at a time, and then one of all: each sees what the one before it has done. */
  private inLine<T>(unit: (tx: Tx) => Promise<T>, reading: Reading): Promise<Ended<T>> {
    const turn = this.line.then(() => this.once(unit, reading, [TAKE_A_TURN]));
    this.line = turn.catch(() => undefined);
    return turn;
  }

  private async once<T>(
    unit: (tx: Tx) => Promise<T>,
    reading: Reading,
    before: readonly string[] = [],
  ): Promise<Ended<T>> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw refused('BEGIN', error);
    });
    const scope = new PostgresScope(client);
    try {
      for (const statement of [BEGIN[reading], ...before]) await runStatement(client, statement, []);
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

const BEGIN = {
  once: 'BEGIN ISOLATION LEVEL REPEATABLE READ',
  anew: 'BEGIN ISOLATION LEVEL READ COMMITTED',
} as const satisfies Record<Reading, string>;
