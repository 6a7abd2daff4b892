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

/** Forward only. Every file in storage has a row before its first byte, so that what nothing names can be found and forgotten. */
export class CreateResultFiles1763769600004 implements MigrationInterface {
  name = 'CreateResultFiles1763769600004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
