import type { Database } from '../src/storage/database/database.js';

const CHUNK = 10_000;

/** Orders as a day brings them: of five tools, most completed, some under way, some failed. Written as rows: placing them takes hours. */
export async function fillOrders(database: Database, count: number, now: number): Promise<void> {
  await database.unit.run(async (tx) => {
    await tx.run(
      `INSERT INTO sellers (seller_id, name, alert_url, created_at, updated_at) VALUES ('sel_bench', 'Bench', NULL, $1, $1)`,
      [now],
    );
  });
  for (let from = 0; from < count; from += CHUNK)
    await database.unit.run((tx) =>
      tx.run(
        `WITH RECURSIVE numbers(i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM numbers WHERE i < $2)
         INSERT INTO orders (order_id, short_id, seller_id, is_test, metadata, request_hash, run, status, version, progress, message,
           error, heard, attempts, deadline_s, created_at, forwarded_at, completed_at, updated_at, deadline_at)
         SELECT printf('01a20000-%04x-7000-8000-%012x', i % 65536, i), 'tool-' || (i % 5), 'sel_bench', 0, '{}', '', 1,
           CASE i % 10 WHEN 0 THEN 'processing' WHEN 1 THEN 'failed' ELSE 'completed' END, 1, i % 101,
           CASE i % 3 WHEN 0 THEN 'reading page ' || i END,
           CASE WHEN i % 10 = 1 THEN '{"code":"seller_failed","message":"The input could not be read.","hint":null}' END,
           0, 2, 86400, $3 - i * 1000, $3 - i * 1000, CASE WHEN i % 10 > 0 THEN $3 - i * 500 END, $3 - i * 500, $3 + 86400000
         FROM numbers`,
        [from, Math.min(from + CHUNK, count) - 1, now],
      ),
    );
}
