import type { PostgresMeter } from './postgres-cost.js';

/** Each open order so many times more, with its check and the job of that: tables of a size that nobody places one by one. */
export async function copyOrders(database: Pick<PostgresMeter, 'ask'>, times: number): Promise<void> {
  await database.ask(
    `CREATE TEMPORARY TABLE copies AS
       SELECT w.subject AS old_order, w.work_id AS old_work, gen_random_uuid()::text AS new_order, gen_random_uuid() AS new_job
       FROM work w JOIN orders o ON o.order_id = w.subject, generate_series(1, $1::int)
       WHERE w.kind = 'check' AND w.claim = 0`,
    [times],
  );
  await database.ask(`INSERT INTO orders SELECT (jsonb_populate_record(o, jsonb_build_object('order_id', new_order))).*
    FROM copies JOIN orders o ON o.order_id = old_order`);
  await database.ask(`INSERT INTO work SELECT (jsonb_populate_record(w, jsonb_build_object(
      'work_id', 'wrk_' || replace(new_job::text, '-', ''), 'subject', new_order))).*
    FROM copies JOIN work w ON w.work_id = old_work`);
  await database.ask(`INSERT INTO pgboss.job SELECT (jsonb_populate_record(j, jsonb_build_object('id', new_job))).*
    FROM copies JOIN pgboss.job j ON 'wrk_' || replace(j.id::text, '-', '') = old_work`);
  await database.ask('DROP TABLE copies');
  await database.ask('VACUUM ANALYZE');
}
