import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // An action on many orders: what it is asked for, how far it has come along its walk, and what came of it.
  `CREATE TABLE bulks (
    bulk_id text NOT NULL,
    owner text NOT NULL,
    token_id text NOT NULL,
    actor text NOT NULL,
    idempotency_key text,
    request_hash text NOT NULL,
    action text NOT NULL,
    filter text NOT NULL,
    status text NOT NULL,
    place text,
    matched integer NOT NULL,
    changed integer NOT NULL,
    skipped integer NOT NULL,
    failed integer NOT NULL,
    problems text NOT NULL,
    created_at bigint NOT NULL,
    finished_at bigint,
    PRIMARY KEY (bulk_id)
  )`,
  'CREATE INDEX bulks_owner ON bulks (owner, bulk_id)',
  `CREATE INDEX bulks_running ON bulks (owner) WHERE status = 'running'`,
  'CREATE UNIQUE INDEX bulks_key ON bulks (owner, idempotency_key) WHERE idempotency_key IS NOT NULL',
];

/** Forward only. Actions on many orders at once. */
export class KeepBulks1763769600019 implements MigrationInterface {
  name = 'KeepBulks1763769600019';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
