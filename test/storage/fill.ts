import { rawConnection, type Database } from '../../src/storage/database/database.js';

export interface FilledWith {
  readonly orders: number;
  /** The instant at which half of the orders' checks are due, and around which everything happened. */
  readonly now: number;
}

/** SQL by column, over `i`, which counts from 0; a column that is not named is null, or empty where it must not be. */
type Columns = Readonly<Record<string, string>>;

/** Fills every table with rows as they would be: many finished orders, some open ones, three events and two attempts each. */
export function fill(database: Database, { orders, now }: FilledWith): void {
  const insert = (table: string, rows: number, columns: Columns) => fillTable(database, table, rows, columns);
  insert('tokens', 200, { token_id: `'tok_' || i`, seller_id: `'sel_' || (i % 50)`, hash: `'hash' || i` });
  insert('tools', 200, {
    ...{ short_id: `'tool' || i`, seller_id: `'sel_' || (i % 50)`, callback_secret_hash: `'callback' || i` },
    old_callback_secret_hash: `CASE WHEN i % 7 = 0 THEN 'old' || i END`,
    old_callback_secret_until: `${now + 1}`,
  });
  insert('orders', orders, {
    ...{ order_id: `'ord_' || i`, short_id: `'tool' || (i % 200)`, seller_id: `'sel_' || (i % 50)`, version: '3' },
    // Every tenth is open.
    status: `CASE i % 10 WHEN 0 THEN 'processing' WHEN 1 THEN 'failed' ELSE 'completed' END`,
    ...{ created_at: `${now} - i`, deadline_at: `${now} + i - 50` },
    completed_at: `CASE WHEN i % 10 > 0 THEN ${now} - i END`,
  });
  insert('intake_keys', orders, { intake_key: `'key_' || i`, order_id: `'ord_' || i` });
  insert('run_endings', orders, { order_id: `'ord_' || i`, run: '1', body_hash: `'hash' || i` });
  insert('late_results', orders / 10, {
    attempt_id: `'att_' || i`,
    order_id: `'ord_' || i`,
    answer_hash: `'hash' || i`,
  });
  insert('order_events', orders * 3, { event_id: `'evt_' || printf('%09d', i)`, order_id: `'ord_' || (i / 3)` });
  insert('attempts', orders * 2, { attempt_id: `'att_' || printf('%09d', i)`, order_id: `'ord_' || (i / 2)` });
  insert('attempts', orders, { attempt_id: `'atp_' || printf('%09d', i)`, poll_id: `'pol_' || printf('%09d', i / 2)` });
  insert('notifications', orders, {
    ...{ notification_id: `'ntf_' || printf('%09d', i)`, order_id: `'ord_' || i` },
    stream: `'marketplace/order/ord_' || i`,
    state: `CASE i % 50 WHEN 0 THEN 'pending' WHEN 1 THEN 'dead' ELSE 'delivered' END`,
  });
  insert('polls', orders, {
    ...{ poll_id: `'pol_' || printf('%09d', i)`, owner: `'sel_' || (i % 50)` },
    idempotency_key: `CASE WHEN i % 3 = 0 THEN 'key_' || i END`,
    status: `CASE i % 10 WHEN 0 THEN 'waiting' ELSE 'completed' END`,
    ...{ created_at: `${now} - i`, deadline_at: `${now} + i - 50` },
    ended_at: `CASE WHEN i % 10 > 0 THEN ${now} - i END`,
  });
  insert('poll_requests', orders, { poll_id: `'pol_' || printf('%09d', i)` });
  insert('outcome_webhooks', orders / 10, { subject: `'pol_' || printf('%09d', i * 10)`, state: `'delivered'` });
  insert('attempts', orders, { attempt_id: `'atj_' || printf('%09d', i)`, job_id: `'job_' || printf('%09d', i / 2)` });
  insert('jobs', orders, {
    ...{ job_id: `'job_' || printf('%09d', i)`, owner: `'sel_' || (i % 50)` },
    request_id: `CASE WHEN i % 2 = 0 THEN 'sch_' || (i % 100) ELSE 'job_' || printf('%09d', i) END`,
    idempotency_key: `CASE WHEN i % 3 = 0 THEN 'key_' || i END`,
    ...{ schedule_id: `CASE WHEN i % 2 = 0 THEN 'sch_' || (i % 100) END`, tick_at: `CASE WHEN i % 4 = 0 THEN i END` },
    status: `CASE i % 10 WHEN 0 THEN 'scheduled' WHEN 1 THEN 'failed' ELSE 'success' END`,
    ...{ scheduled_at: `${now} - i`, created_at: `${now} - i` },
    completed_at: `CASE WHEN i % 10 > 0 THEN ${now} - i END`,
  });
  insert('call_requests', 5_000, { request_id: `'sch_' || i` });
  insert('call_requests', orders / 2, { request_id: `'job_' || printf('%09d', i * 2 + 1)` });
  insert('schedules', 5_000, {
    ...{ schedule_id: `'sch_' || i`, owner: `'sel_' || (i % 50)`, request_id: `'sch_' || i` },
  });
  insert('signing_secrets', 1_000, { owner: `'sel_' || i` });
  insert('sweeps', 1_000, { sweep_id: `'swp_' || printf('%09d', i)`, tick_at: `${now} + i * 900000` });
  insert('tool_durations', 200, { short_id: `'tool' || i`, samples: '30' });
  fillWork(database, { rows: orders / 10, dueAt: `${now} + (i - ${orders / 20}) * 1000` });
}

/** Adds checks that nobody holds, of 200 tools; `dueAt` is SQL over `i`. */
export function fillWork(database: Database, work: { rows: number; dueAt: string }, subjects = 'ord'): void {
  fillTable(database, 'work', work.rows, {
    ...{ work_id: `'wrk_' || lower(hex(randomblob(16)))`, kind: `'check'`, subject: `'${subjects}_' || (i * 10)` },
    ...{ lane: `'tool:tool' || (i % 200)`, lane_limit: '10', origin: `'https://a.test'`, run: '1', by_sweep: '1' },
    ...{ due_at: work.dueAt, state: `'{"checks":3,"bad":null,"unconfirmed":false}'` },
  });
}

function fillTable(database: Database, table: string, rows: number, columns: Columns): void {
  const raw = rawConnection(database.writer);
  const known = raw.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number }[];
  const values = known.map(({ name, type, notnull }) => {
    return columns[name] ?? (notnull === 0 ? 'NULL' : type.toLowerCase() === 'text' ? `''` : '0');
  });
  const series = `WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i < ${rows - 1})`;
  raw.exec(`${series} INSERT INTO ${table} SELECT ${values.join(', ')} FROM series`);
}
