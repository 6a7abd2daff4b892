import { rawConnection, type Database } from '../../src/storage/database/database.js';

export interface FilledWith {
  readonly orders: number;
  /** The instant at which half of the orders' checks are due, and around which everything happened. */
  readonly now: number;
}

const series = (count: number) =>
  `WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i < ${count - 1})`;
/** Every tenth order is open. */
const STATUS = `CASE i % 10 WHEN 0 THEN 'processing' WHEN 1 THEN 'failed' ELSE 'completed' END`;

/** Fills every table with rows as they would be: many finished orders, some open ones, three events and two attempts each. */
export function fill(database: Database, { orders, now }: FilledWith): void {
  const raw = rawConnection(database.writer);
  const tables: Record<string, { rows: number; values: string }> = {
    tokens: { rows: 200, values: `'tok_' || i, 'name', 'seller', 'sel_' || (i % 50), 'hash' || i, ${now}` },
    tools: {
      rows: 200,
      values: `'tool' || i, 'sel_' || (i % 50), 'name', 'https://a.test/job', NULL, '', 'secret', 'callback' || i,
        CASE WHEN i % 7 = 0 THEN 'old' || i END, ${now + 1}, 'sealed', NULL, NULL, NULL, '{}', NULL, 86400, 10, NULL, NULL, ${now}, ${now}, NULL`,
    },
    orders: {
      rows: orders,
      values: `'ord_' || i, 'tool' || (i % 200), 'sel_' || (i % 50), 0, '{}', '{}', 'hash', 1, ${STATUS}, 3, NULL, NULL, NULL, NULL,
        NULL, NULL, 0, NULL, 1, 86400, ${now} - i, ${now} - i, NULL, ${now}, ${now} + i - 50, NULL`,
    },
    intake_keys: { rows: orders, values: `'key_' || i, 'ord_' || i, ${now}` },
    run_endings: { rows: orders, values: `'ord_' || i, 1, 'hash' || i` },
    late_results: { rows: orders / 10, values: `'att_' || i, 'ord_' || i, '{}', 'hash' || i, ${now}` },
    order_events: {
      rows: orders * 3,
      values: `'evt_' || printf('%09d', i), 'ord_' || (i / 3), 'sel_1', 1, ${now}, 'status', NULL, NULL, NULL, NULL, 'check', NULL, NULL`,
    },
    attempts: {
      rows: orders * 2,
      values: `'att_' || printf('%09d', i), 'check', 'ord_' || (i / 2), NULL, 'tool1', 1, 1, ${now}, 20, 'GET', 'https://a.test', 200,
        'processing', NULL, NULL, NULL`,
    },
    notifications: {
      rows: orders,
      values: `'ntf_' || printf('%09d', i), 'marketplace', 'marketplace/order/ord_' || i, 'order.completed', 'ord_' || i, NULL, '{}',
        CASE i % 50 WHEN 0 THEN 'pending' WHEN 1 THEN 'dead' ELSE 'delivered' END, 1, ${now}, ${now}, NULL, NULL`,
    },
    sweeps: { rows: 1_000, values: `'swp_' || printf('%09d', i), ${now} + i * 900000, 0, ${now}, 0, 0, 0, 0, NULL, 0` },
  };
  for (const [table, { rows, values }] of Object.entries(tables))
    raw.exec(`${series(rows)} INSERT INTO ${table} SELECT ${values} FROM series`);
  fillWork(database, { rows: orders / 10, dueAt: `${now} + (i - ${orders / 20}) * 1000` });
}

/** Adds checks that nobody holds, of 200 tools; `dueAt` is SQL over `i`, which counts from 0. */
export function fillWork(database: Database, work: { rows: number; dueAt: string }, subjects = 'ord'): void {
  const { rows, dueAt } = work;
  const values = `'wrk_' || lower(hex(randomblob(16))), 'check', '${subjects}_' || (i * 10), 'tool:tool' || (i % 200), 10, 'https://a.test', 1,
    ${dueAt}, 0, 0, 1, '{"checks":3,"bad":null,"unconfirmed":false}'`;
  rawConnection(database.writer).exec(`${series(rows)} INSERT INTO work SELECT ${values} FROM series`);
}
