import pg from 'pg';
import { cpuOfFamily } from './cpu-times.js';

/** What a statement cost since the count began. */
export interface StatementCost {
  readonly text: string;
  readonly calls: number;
  /** Rows that it wrote or answered. */
  readonly rows: number;
  readonly ms: number;
  readonly walBytes: number;
}

/** What Postgres did since the count began. */
export interface PostgresCost {
  /** All that was sent, BEGIN and COMMIT included. */
  readonly statements: number;
  readonly rowsWritten: number;
  /** As far as the write-ahead log has grown: everything counts, vacuum too. */
  readonly walBytes: number;
  /** Time within statements, of all connections together, in milliseconds. */
  readonly ms: number;
  /** The dearest first. */
  readonly dearest: readonly StatementCost[];
}

/** Flags of a server whose statements are counted. */
export const COUNTED = ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track=all'];

const WRITES = `query ~ '(INSERT INTO|UPDATE [a-z]|DELETE FROM)'`;

/** Counts what a Postgres does, by its own extension `pg_stat_statements`; our own questions are left out. */
export class PostgresMeter {
  private wal = '0/0';

  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<PostgresMeter> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query('SET pg_stat_statements.track = none');
    return new PostgresMeter(client);
  }

  /** Begins to count. */
  async begin(): Promise<void> {
    await this.client.query('SELECT pg_stat_statements_reset()');
    const [row] = await this.ask<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
    this.wal = row?.lsn ?? '0/0';
  }

  async end(): Promise<PostgresCost> {
    const sum = 'SELECT sum(calls) AS calls, sum(total_exec_time) AS ms FROM pg_stat_statements';
    const [all] = await this.ask<{ calls: string; ms: number }>(sum);
    const [written] = await this.ask<{ rows: string }>(
      `SELECT coalesce(sum(rows), 0) AS rows FROM pg_stat_statements WHERE ${WRITES}`,
    );
    const [log] = await this.ask<{ bytes: string }>(
      'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn) AS bytes',
      [this.wal],
    );
    return {
      statements: Number(all?.calls),
      rowsWritten: Number(written?.rows),
      walBytes: Number(log?.bytes),
      ms: Number(all?.ms),
      dearest: await this.dearest(),
    };
  }

  /** How its processor time is read, of all its processes together, in milliseconds; 0 where the system does not tell. */
  async cpu(): Promise<() => number> {
    const sql = `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid`;
    const main = Number((await this.ask<{ pid: string }>(sql))[0]?.pid);
    return () => cpuOfFamily(main);
  }

  /** Checks that are due and not written down. */
  async checksLeft(dueBy: number): Promise<number> {
    const sql = `SELECT count(*) AS n FROM work WHERE kind = 'check' AND due_at <= $1`;
    return Number((await this.ask<{ n: string }>(sql, [dueBy]))[0]?.n);
  }

  /** Bytes on disk, indexes included. */
  async sizes(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.ask<{ name: string; bytes: string }>(
      `SELECT CASE n.nspname WHEN 'pgboss' THEN 'pgboss (jobs)' ELSE c.relname END AS name, sum(pg_total_relation_size(c.oid)) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname IN ('public', 'pgboss') GROUP BY 1 ORDER BY 2 DESC LIMIT 8`,
    );
    return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
  }

  /** Any statement beside the count. */
  async ask<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query(sql, [...params])).rows as Row[];
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async dearest(): Promise<StatementCost[]> {
    const rows = await this.ask<Record<'text' | 'calls' | 'rows' | 'ms' | 'wal', string>>(
      `SELECT query AS text, sum(calls) AS calls, sum(rows) AS rows, sum(total_exec_time) AS ms, sum(wal_bytes) AS wal
       FROM pg_stat_statements GROUP BY query ORDER BY 4 DESC LIMIT 24`,
    );
    return rows.map(({ text, calls, rows: count, ms, wal }) => ({
      ...{ text: text.replace(/\s+/g, ' ').trim(), calls: Number(calls), rows: Number(count) },
      ...{ ms: Number(ms), walBytes: Number(wal) },
    }));
  }
}
