import { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryRunner } from 'typeorm';
import type { Tx, UnitOfWork } from './unit-of-work.js';
import { UnitScope } from './unit-scope.js';

/** Units taken into one commit at most: bounds how long the first of a group waits for its answer. */
const GROUP_LIMIT = 200;

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
 */
export class GroupCommit implements UnitOfWork {
  private readonly waiting: Waiting[] = [];
  private readonly current = new AsyncLocalStorage<UnitScope>();
  private draining = false;

  constructor(
    private readonly runner: QueryRunner,
    private readonly inTransaction: () => boolean,
  ) {}

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
    // One turn of the loop lets everything that arrived with this event join the first group.
    await new Promise((next) => setImmediate(next));
    while (this.waiting.length > 0) await this.commitGroup(this.waiting.splice(0, GROUP_LIMIT));
    this.draining = false;
  }

  private async commitGroup(group: Waiting[]): Promise<void> {
    const answers: (() => void)[] = [];
    const hooks: (() => void)[] = [];
    try {
      await this.runner.query('BEGIN IMMEDIATE');
      for (const waiting of group) answers.push(await this.runUnit(waiting, hooks));
      await this.runner.query('COMMIT');
    } catch (error) {
      if (this.inTransaction()) await this.runner.query('ROLLBACK').catch(() => undefined);
      for (const waiting of group) waiting.reject(error instanceof GroupEnded ? error.for(waiting) : error);
      return;
    }
    // Each on its own: a hook that throws, against its contract, must not keep the queue from going on.
    for (const hook of hooks) queueMicrotask(hook);
    for (const answer of answers) answer();
  }

  /** Runs one unit in its savepoint; answers what to tell its caller after the commit. */
  private async runUnit(waiting: Waiting, hooks: (() => void)[]): Promise<() => void> {
    const scope = new UnitScope(this.runner, this.inTransaction);
    await this.runner.query('SAVEPOINT unit');
    try {
      const value = await this.current.run(scope, () => waiting.unit(scope));
      await scope.close();
      await this.runner.query('RELEASE unit');
      hooks.push(...scope.hooks);
      return () => waiting.resolve(value);
    } catch (error) {
      await scope.close();
      // Some errors (disk full, I/O, ON CONFLICT ROLLBACK) end SQLite's whole transaction: then no unit of this group was kept.
      if (!this.inTransaction()) throw new GroupEnded(waiting, error);
      await this.runner.query('ROLLBACK TO unit');
      await this.runner.query('RELEASE unit');
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
