import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE result_files (
    file_key text NOT NULL,
    order_id text,
    state integer NOT NULL,
    upload integer NOT NULL,
    made_at bigint NOT NULL,
    PRIMARY KEY (file_key)
  )`,
  'CREATE INDEX result_files_order ON result_files (order_id)',
  'CREATE INDEX result_files_unnamed ON result_files (made_at) WHERE state <> 1',
  `CREATE TABLE uploads (
    object_key text NOT NULL,
    order_id text NOT NULL,
    short_id text NOT NULL,
    filename text NOT NULL,
    mime_type text NOT NULL,
    size bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    claimed_until bigint,
    file_key text,
    sha256 text,
    detected_type text,
    PRIMARY KEY (object_key)
  )`,
  'CREATE INDEX uploads_order ON uploads (order_id)',
  'CREATE INDEX uploads_unused ON uploads (expires_at) WHERE file_key IS NULL',
  'CREATE INDEX uploads_file ON uploads (file_key) WHERE file_key IS NOT NULL',
  'CREATE INDEX uploads_claimed ON uploads (short_id) WHERE claimed_until IS NOT NULL',
];

const AT_ONCE = 500;
/** What our own keys and ids are made of: nothing that could end a string of SQL. */
const PLAIN = /^[A-Za-z0-9._/-]+$/;

/** Results that are older than this table name their files too. Page by page: results may be many and long. */
async function nameFilesOf(runner: QueryRunner, table: string): Promise<void> {
  const idOf = table === 'orders' ? 'order_id' : 'attempt_id';
  for (let last = ''; ;) {
    const rows = (await runner.query(
      `SELECT ${idOf} AS id, order_id, result FROM ${table} WHERE result IS NOT NULL AND ${idOf} > '${last}' ORDER BY ${idOf} LIMIT ${AT_ONCE}`,
    )) as { id: string; order_id: string; result: string }[];
    for (const { order_id, result } of rows) await nameFiles(runner, order_id, result);
    last = rows.at(-1)?.id ?? '';
    if (rows.length < AT_ONCE) return;
  }
}

async function nameFiles(runner: QueryRunner, orderId: string, result: string): Promise<void> {
  const { files } = JSON.parse(result) as { files: readonly { key: string | null }[] };
  for (const { key } of files) {
    if (key === null || !PLAIN.test(key) || !PLAIN.test(orderId)) continue;
    await runner.query(
      `INSERT INTO result_files (file_key, order_id, state, upload, made_at) VALUES ('${key}', '${orderId}', 1, 0, 0) ON CONFLICT DO NOTHING`,
    );
  }
}

/** Forward only. Every file in storage has a row before its first byte, so that what nothing names can be found and forgotten. */
export class CreateResultFiles1763769600004 implements MigrationInterface {
  name = 'CreateResultFiles1763769600004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of ['orders', 'late_results']) await nameFilesOf(runner, table);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
