import { AsyncLocalStorage } from 'node:async_hooks';
import { findStorageTrouble } from '../../telemetry/storage-trouble.js';
import type { SqliteConnection } from './sqlite-connection.js';
import type { Tx, UnitOfWork } from './unit-of-work.js';
import { UnitScope } from './unit-scope.js';

/** Units taken into one commit at most: bounds how long the first of a group waits for its answer. */
const GROUP_LIMIT = 200;
/** Writes a page, and nothing into it: nobody uses this number. */
const WRITE_A_PAGE = 'PRAGMA user_version = 0';

interface Waiting {
  readonly unit: (tx: Tx) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes on SQLite: a first-in first-out queue on one connection, committed in groups.
 *
 * TypeORM on better-sqlite3 shares one connection and one transaction counter between all callers, so concurrent
 * transactions mix their rows; here they stand in line. Each unit is a savepoint inside one `BEGIN IMMEDIATE ... COMMIT`
 * and is answered only after the COMMIT, so one disk flush pays for as many units as were waiting. There is no timer:
 * waiting for more units only lost, measured (docs/architecture.md, "Writes").
 *
 * Once the disk has refused a group (it is full, say), no unit succeeds until a page could be written again, not even one that
 * only reads: so whoever asks by a unit whether the database works (`/readyz`) hears the truth.
 */
export class GroupCommit implements UnitOfWork {
  private readonly waiting: Waiting[] = [];
  private readonly current = new AsyncLocalStorage<UnitScope>();
  private draining = false;
  private refused = false;

  constructor(private readonly connection: SqliteConnection) {}

  run<T>(unit: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.current.getStore();
    if (outer?.open) return unit(outer);
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ unit, resolve: resolve as (value: unknown) => void, reject });
      if (!this.draining) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.draining = true;
    // One turn of the loop before each group: everything that arrived meanwhile joins it, and sockets and timers get their turn
    // however busy the writers are (SQLite answers at once, so without it a busy queue would never leave the microtasks).
    while (this.waiting.length > 0) {
      await new Promise((next) => setImmediate(next));
      await this.commitGroup(this.waiting.splice(0, GROUP_LIMIT));
    }
    this.draining = false;
  }

  private async commitGroup(group: Waiting[]): Promise<void> {
    const answers: (() => void)[] = [];
    const hooks: (() => void)[] = [];
    try {
      this.connection.run('BEGIN IMMEDIATE');
      for (const waiting of group) answers.push(await this.runUnit(waiting, hooks));
      if (this.refused) this.connection.run(WRITE_A_PAGE);
      this.connection.run('COMMIT');
      this.refused = false;
    } catch (error) {
      this.refused ||= findStorageTrouble(error) !== null;
      if (this.connection.inTransaction) this.rollBack();
      for (const waiting of group) waiting.reject(error instanceof GroupEnded ? error.for(waiting) : error);
      return;
    }
    // Each on its own: a hook that throws, against its contract, must not keep the queue from going on.
    for (const hook of hooks) queueMicrotask(hook);
    for (const answer of answers) answer();
  }

  private rollBack(): void {
    try {
      this.connection.run('ROLLBACK');
    } catch {
      // The error that brought us here is the one to tell.
    }
  }

  /** Runs one unit in its savepoint; answers what to tell its caller after the commit. */
  private async runUnit(waiting: Waiting, hooks: (() => void)[]): Promise<() => void> {
    const scope = new UnitScope(this.connection);
    this.connection.run('SAVEPOINT unit');
    try {
      const value = await this.current.run(scope, () => waiting.unit(scope));
      await scope.finish();
      scope.close();
      this.connection.run('RELEASE unit');
      hooks.push(...scope.hooks);
      return () => waiting.resolve(value);
    } catch (error) {
      scope.close();
      // Some errors (disk full, I/O, ON CONFLICT ROLLBACK) end SQLite's whole transaction: then no unit of this group was kept.
      if (!this.connection.inTransaction) throw new GroupEnded(waiting, error);
      this.connection.run('ROLLBACK TO unit');
      this.connection.run('RELEASE unit');
      return () => waiting.reject(error);
    }
  }
}

/** One unit's error ended the transaction of all: each is told, and only that unit hears its own error. */
class GroupEnded extends Error {
  constructor(
    private readonly culprit: Waiting,
    cause: unknown,
  ) {
    super('An error in another unit ended the whole transaction: nothing of this unit was kept.', { cause });
  }

  for(waiting: Waiting): unknown {
    return waiting === this.culprit ? this.cause : this;
  }
}
