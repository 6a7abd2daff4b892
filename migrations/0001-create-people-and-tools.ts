import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE tokens (
    token_id text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    seller_id text,
    hash text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (token_id)
  )`,
  'CREATE UNIQUE INDEX tokens_hash ON tokens (hash)',
  'CREATE INDEX tokens_seller ON tokens (seller_id)',
  `CREATE TABLE sessions (
    session_hash text NOT NULL,
    token_id text NOT NULL,
    token_hash text NOT NULL,
    csrf_hash text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (session_hash)
  )`,
  'CREATE INDEX sessions_token ON sessions (token_id)',
  `CREATE TABLE audit (
    entry_id text NOT NULL,
    at bigint NOT NULL,
    actor_role text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    details text,
    request_id text NOT NULL,
    PRIMARY KEY (entry_id)
  )`,
  `CREATE TABLE sellers (
    seller_id text NOT NULL,
    name text NOT NULL,
    alert_url text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    deleted_at bigint,
    PRIMARY KEY (seller_id)
  )`,
  `CREATE TABLE tools (
    short_id text NOT NULL,
    seller_id text NOT NULL,
    name text NOT NULL,
    job_url text NOT NULL,
    status_url text,
    auth_headers text NOT NULL,
    callback_auth text NOT NULL,
    callback_secret_hash text NOT NULL,
    old_callback_secret_hash text,
    old_callback_secret_until bigint,
    signing_secret text NOT NULL,
    old_signing_secret text,
    old_signing_secret_until bigint,
    payload_template text,
    poll text NOT NULL,
    inputs_schema text,
    deadline_s integer NOT NULL,
    max_concurrency integer NOT NULL,
    paused_at bigint,
    pause_reason text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    deleted_at bigint,
    PRIMARY KEY (short_id)
  )`,
  'CREATE INDEX tools_seller ON tools (seller_id, short_id)',
  'CREATE UNIQUE INDEX tools_callback_secret ON tools (callback_secret_hash)',
  'CREATE INDEX tools_old_callback_secret ON tools (old_callback_secret_hash)',
  `CREATE TABLE notices (
    notice_id text NOT NULL,
    seller_id text NOT NULL,
    short_id text NOT NULL,
    kind text NOT NULL,
    message text NOT NULL,
    at bigint NOT NULL,
    open integer NOT NULL,
    PRIMARY KEY (notice_id)
  )`,
  'CREATE INDEX notices_seller ON notices (seller_id, notice_id)',
  'CREATE UNIQUE INDEX notices_open ON notices (short_id, kind) WHERE open = 1',
];

/** Forward only. Written once for SQLite and Postgres: text, integer and bigint; times are epoch milliseconds, booleans 0 or 1. */
export class CreatePeopleAndTools1763769600001 implements MigrationInterface {
  name = 'CreatePeopleAndTools1763769600001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
