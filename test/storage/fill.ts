import type { Database } from '../../src/storage/database/database.js';

export interface FilledWith {
  readonly orders: number;
  /** The instant at which half of the orders' checks are due, and around which everything happened. */
  readonly now: number;
}

/** SQL by column, over `i`, which counts from 0; a column that is not named is null, or empty where it must not be. */
type Columns = Readonly<Record<string, string>>;

/** Fills every table with rows as they would be: many finished orders, some open ones, three events and two attempts each. */
export async function fill(database: Database, { orders, now }: FilledWith): Promise<void> {
  const insert = (table: string, rows: number, columns: Columns) => fillTable(database, table, rows, columns);
  await insert('tokens', 200, { token_id: `'tok_' || i`, seller_id: `'sel_' || (i % 50)`, hash: `'hash' || i` });
  await insert('tools', 200, {
    ...{ short_id: `'tool' || i`, seller_id: `'sel_' || (i % 50)`, callback_secret_hash: `'callback' || i` },
    old_callback_secret_hash: `CASE WHEN i % 7 = 0 THEN 'old' || i END`,
    old_callback_secret_until: `${now + 1}`,
  });
  await insert('orders', orders, {
    ...{ order_id: `'ord_' || i`, short_id: `'tool' || (i % 200)`, seller_id: `'sel_' || (i % 50)`, version: '3' },
    // Every tenth is open.
    status: `CASE i % 10 WHEN 0 THEN 'processing' WHEN 1 THEN 'failed' ELSE 'completed' END`,
    ...{ created_at: `${now} - i`, deadline_at: `${now} + i - 50` },
    completed_at: `CASE WHEN i % 10 > 0 THEN ${now} - i END`,
  });
  await insert('intake_keys', orders, { intake_key: `'key_' || i`, order_id: `'ord_' || i` });
  await insert('run_endings', orders, { order_id: `'ord_' || i`, run: '1', body_hash: `'hash' || i` });
  await insert('late_results', orders / 10, {
    attempt_id: `'att_' || i`,
    order_id: `'ord_' || i`,
    answer_hash: `'hash' || i`,
  });
  await insert('order_events', orders * 3, { event_id: `'evt_' || printf('%09d', i)`, order_id: `'ord_' || (i / 3)` });
  await insert('attempts', orders * 2, { attempt_id: `'att_' || printf('%09d', i)`, order_id: `'ord_' || (i / 2)` });
  await insert('attempts', orders, {
    attempt_id: `'atp_' || printf('%09d', i)`,
    poll_id: `'pol_' || printf('%09d', i / 2)`,
  });
  await insert('notifications', orders, {
    ...{ notification_id: `'ntf_' || printf('%09d', i)`, order_id: `'ord_' || i` },
    stream: `'marketplace/order/ord_' || i`,
    state: `CASE i % 50 WHEN 0 THEN 'pending' WHEN 1 THEN 'dead' ELSE 'delivered' END`,
  });
  await insert('bulks', orders / 5, {
    ...{ bulk_id: `'blk_' || printf('%09d', i)`, owner: `'sel_' || (i % 50)` },
    ...{ status: `CASE WHEN i % 100 = 0 THEN 'running' ELSE 'done' END` },
    idempotency_key: `CASE WHEN i % 3 = 0 THEN 'key_' || i END`,
  });
  await insert('polls', orders, {
    ...{ poll_id: `'pol_' || printf('%09d', i)`, owner: `'sel_' || (i % 50)` },
    idempotency_key: `CASE WHEN i % 3 = 0 THEN 'key_' || i END`,
    status: `CASE i % 10 WHEN 0 THEN 'waiting' ELSE 'completed' END`,
    ...{ created_at: `${now} - i`, deadline_at: `${now} + i - 50` },
    ended_at: `CASE WHEN i % 10 > 0 THEN ${now} - i END`,
  });
  await insert('poll_requests', orders, { poll_id: `'pol_' || printf('%09d', i)` });
  await insert('outcome_webhooks', orders / 10, { subject: `'pol_' || printf('%09d', i * 10)`, state: `'delivered'` });
  await insert('attempts', orders, {
    attempt_id: `'atj_' || printf('%09d', i)`,
    job_id: `'job_' || printf('%09d', i / 2)`,
  });
  await insert('jobs', orders, {
    ...{ job_id: `'job_' || printf('%09d', i)`, owner: `'sel_' || (i % 50)` },
    request_id: `CASE WHEN i % 2 = 0 THEN 'sch_' || (i % 100) ELSE 'job_' || printf('%09d', i) END`,
    idempotency_key: `CASE WHEN i % 3 = 0 THEN 'key_' || i END`,
    ...{ schedule_id: `CASE WHEN i % 2 = 0 THEN 'sch_' || (i % 100) END`, tick_at: `CASE WHEN i % 4 = 0 THEN i END` },
    status: `CASE i % 10 WHEN 0 THEN 'scheduled' WHEN 1 THEN 'failed' ELSE 'success' END`,
    ...{ scheduled_at: `${now} - i`, created_at: `${now} - i` },
    completed_at: `CASE WHEN i % 10 > 0 THEN ${now} - i END`,
  });
  await insert('call_requests', 5_000, { request_id: `'sch_' || i` });
  await insert('call_requests', orders / 2, { request_id: `'job_' || printf('%09d', i * 2 + 1)` });
  await insert('schedules', 5_000, {
    ...{ schedule_id: `'sch_' || i`, owner: `'sel_' || (i % 50)`, request_id: `'sch_' || i` },
  });
  await insert('signing_secrets', 1_000, { owner: `'sel_' || i` });
  await insert('outages', orders / 10, {
    ...{ outage_id: `'out_' || printf('%09d', i)`, seller_id: `'sel_' || (i % 50)`, short_id: `'tool' || i` },
    ...{ began_at: `${now} - i`, ended_at: `CASE WHEN i % 100 > 0 THEN ${now} - i END` },
    replayed_at: `CASE WHEN i % 10 > 0 THEN ${now} END`,
  });
  await insert('outage_orders', orders, {
    ...{ outage_id: `'out_' || printf('%09d', i / 10)`, order_id: `'ord_' || i`, run: '1' },
  });
  await insert('sweeps', 1_000, { sweep_id: `'swp_' || printf('%09d', i)`, tick_at: `${now} + i * 900000` });
  await insert('tool_durations', 200, { short_id: `'tool' || i`, samples: '30' });
  await fillWork(database, { rows: orders / 10, dueAt: `${now} + (i - ${orders / 20}) * 1000` });
}

/** Adds checks that nobody holds, of 200 tools; `dueAt` is SQL over `i`. */
export async function fillWork(
  database: Database,
  work: { rows: number; dueAt: string },
  subjects = 'ord',
): Promise<void> {
  await fillTable(database, 'work', work.rows, {
    ...{ work_id: `'wrk_' || '${subjects}_' || i`, kind: `'check'`, subject: `'${subjects}_' || (i * 10)` },
    ...{ lane: `'tool:tool' || (i % 200)`, lane_limit: '10', origin: `'https://a.test'`, run: '1', by_sweep: '1' },
    ...{ due_at: work.dueAt, state: `'{"checks":3,"bad":null,"unconfirmed":false}'` },
  });
}

async function fillTable(database: Database, table: string, rows: number, columns: Columns): Promise<void> {
  const values = (await columnsOf(database, table)).map(({ name, type, not_null }) => {
    return columns[name] ?? (not_null === 0 ? 'NULL' : type === 'text' ? `''` : '0');
  });
  const series = `WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i < ${Math.floor(rows) - 1})`;
  await execute(database, `${series} INSERT INTO ${table} SELECT ${values.join(', ')} FROM series`);
}

async function columnsOf(
  database: Database,
  table: string,
): Promise<{ readonly name: string; readonly type: string; readonly not_null: number }[]> {
  const sql =
    database.kind === 'sqlite'
      ? 'SELECT name, lower(type) AS type, "notnull" AS not_null FROM pragma_table_info($1) ORDER BY cid'
      : `SELECT column_name AS name, data_type AS type, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS not_null
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`;
  return database.read(sql, [table]);
}

/** Statements of a test's own, outside all units; SQLite's way to write an id of nine digits is put into Postgres' words. */
export async function execute(database: Database, sql: string): Promise<void> {
  const words =
    database.kind === 'sqlite' ? sql : sql.replace(/printf\('%09d', ([^)]+)\)/g, "lpad(($1)::text, 9, '0')");
  for (const statement of words.split(';')) if (statement.trim() !== '') await database.writer.query(statement);
}
