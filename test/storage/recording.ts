import type { Database } from '../../src/storage/database/database.js';
import type { SqlValue, Tx } from '../../src/storage/database/unit-of-work.js';

export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export interface Recording {
  /** Does what the recorded database does, and notes each statement of the stores that use it. */
  readonly database: Database;
  readonly statements: Statement[];
  /** The same for a transaction begun elsewhere. */
  wrap(tx: Tx): Tx;
}

/** Notes what stores really run, so that a test need not copy their SQL. */
export function record(database: Database): Recording {
  const statements: Statement[] = [];
  const note = (sql: string, params: readonly SqlValue[] = []) => void statements.push({ sql, params });
  const wrap = (tx: Tx): Tx => ({
    query: (sql, params) => (note(sql, params), tx.query(sql, params)),
    keep: (sql, params) => (note(sql, params), tx.keep(sql, params)),
    run: (sql, params) => (note(sql, params), tx.run(sql, params)),
    beforeCommit: (act) => tx.beforeCommit(act),
    afterCommit: (then) => tx.afterCommit(then),
  });
  const recorded: Database = {
    ...database,
    read: (sql, params) => (note(sql, params), database.read(sql, params)),
    unit: { run: (unit, reading) => database.unit.run((tx) => unit(wrap(tx)), reading) },
  };
  return { database: recorded, statements, wrap };
}

/**
 * How the database goes about a statement, a line a step. Postgres reads small tables whole whatever indexes there are, unless that is
 * made dear: then one that could be used, is.
 */
export async function planOf(database: Database, { sql, params }: Statement): Promise<string[]> {
  if (database.kind === 'postgres')
    return database.unit.run(async (tx) => {
      await tx.run('SET LOCAL enable_seqscan = off');
      const lines = await tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${sql}`, params);
      return lines.map((line) => line['QUERY PLAN']);
    });
  const steps = await database.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
  return steps.map((step) => step.detail);
}

/** Steps of a plan on Postgres that read all of a table. */
export function wholeReads(plan: readonly string[]): string[] {
  return plan.filter((step) => step.includes('Seq Scan'));
}
