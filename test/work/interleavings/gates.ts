import { setTimeout as sleep } from 'node:timers/promises';
import type fc from 'fast-check';
import type { PostgresDatabase } from '../../../src/storage/database/postgres.js';
import type { SqlValue, Tx } from '../../../src/storage/database/unit-of-work.js';

/** What does not move so long may wait for a lock: then Postgres is asked. */
const ASK_AFTER_MS = 4;

/**
 * Every statement and every commit stands at a gate, and the scheduler says whose is opened next. The next is opened only once nothing
 * moves any more but what waits for a lock of somebody who stands at a gate: so the order of what Postgres does is the scheduler's.
 */
export class Gates {
  /** Between two gates. */
  private moving = 0;
  private scheduler: fc.Scheduler | null = null;
  private whenStill: () => void = () => undefined;

  /** `blocked`: how many sessions wait for a lock. */
  constructor(private readonly blocked: () => Promise<number>) {}

  /** From now on all that passes is put in order by this scheduler; null: whatever comes passes. */
  open(scheduler: fc.Scheduler | null): void {
    this.scheduler = scheduler;
    this.moving = 0;
  }

  /** Runs these under the scheduler until all of them have ended. */
  async runAll(actors: readonly (() => Promise<void>)[]): Promise<void> {
    const ended = actors.map(async (actor, i) => {
      this.moving += 1;
      await this.pass(`${i}: begins`);
      await actor().finally(() => this.stops());
    });
    await this.scheduler?.waitFor(Promise.all(ended));
  }

  async pass(label: string): Promise<void> {
    if (!this.scheduler) return;
    this.stops();
    await this.scheduler.schedule(Promise.resolve(), label, undefined, async (go) => {
      this.moving += 1;
      await go();
      await this.untilStill();
    });
  }

  private async untilStill(): Promise<void> {
    while (this.moving > 0) {
      await Promise.race([new Promise<void>((still) => (this.whenStill = still)), sleep(ASK_AFTER_MS)]);
      if (this.moving > 0 && (await this.blocked()) === this.moving) return;
    }
  }

  private stops(): void {
    this.moving -= 1;
    if (this.moving === 0) this.whenStill();
  }
}

/** What a gate does to whoever comes to it: waits, or throws for a process that is dead. */
export type Pass = (what: string) => Promise<void>;

/** The database as one process has it, behind gates. `committed` is told of what each unit came to, in the order of the commits; `begun` of each try. */
export function gated(
  database: PostgresDatabase,
  pass: Pass,
  { begun, committed }: { readonly begun: () => void; readonly committed: (value: unknown) => void },
): PostgresDatabase {
  const its = (sql: string) => pass(sql.trim().replace(/\s+/g, ' ').slice(0, 40));
  return {
    ...database,
    read: async <Row>(sql: string, params?: readonly SqlValue[]) => {
      await its(sql);
      return database.read<Row>(sql, params);
    },
    statement: async <Row>(sql: string, params?: readonly SqlValue[]) => {
      await its(sql);
      return database.statement<Row>(sql, params);
    },
    script: async <Row>(sql: string) => {
      await its(sql);
      return database.script<Row>(sql);
    },
    unit: {
      run: async (unit) => {
        const value = await database.unit.run(async (tx) => {
          begun();
          const answer = await unit(gatedTx(tx, its));
          await pass('COMMIT');
          return answer;
        });
        committed(value);
        return value;
      },
    },
  };
}

function gatedTx(tx: Tx, pass: Pass): Tx {
  return {
    query: async <Row>(sql: string, params?: readonly SqlValue[]) => {
      await pass(sql);
      return tx.query<Row>(sql, params);
    },
    run: async (sql, params) => {
      await pass(sql);
      return tx.run(sql, params);
    },
    keep: async (sql, params) => {
      await pass(sql);
      return tx.keep(sql, params);
    },
    // What is put off to the end of a unit goes by the same gates.
    beforeCommit: (act) => tx.beforeCommit(act),
    afterCommit: (then) => tx.afterCommit(then),
  };
}
