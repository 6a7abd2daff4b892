import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE polls (
    poll_id text NOT NULL,
    owner text NOT NULL,
    idempotency_key text,
    request_hash text NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    last_problem text,
    response text,
    error text,
    created_at bigint NOT NULL,
    deadline_at bigint NOT NULL,
    ended_at bigint,
    PRIMARY KEY (poll_id)
  )`,
  'CREATE UNIQUE INDEX polls_key ON polls (owner, idempotency_key) WHERE idempotency_key IS NOT NULL',
  'CREATE INDEX polls_owner ON polls (owner, poll_id)',
  `CREATE INDEX polls_open_owner ON polls (owner) WHERE status = 'waiting'`,
  `CREATE INDEX polls_open_deadline ON polls (deadline_at) WHERE status = 'waiting'`,
  `CREATE TABLE poll_requests (
    poll_id text NOT NULL,
    asked text NOT NULL,
    sealed text NOT NULL,
    body text,
    PRIMARY KEY (poll_id)
  )`,
  `CREATE TABLE poll_webhooks (
    poll_id text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL,
    done_at bigint,
    last_error text,
    PRIMARY KEY (poll_id)
  )`,
  'ALTER TABLE attempts ADD COLUMN poll_id text',
  'CREATE INDEX attempts_poll ON attempts (poll_id, attempt_id) WHERE poll_id IS NOT NULL',
];

/** Forward only. Public polls, what they ask (sealed, written once), and what is sent at their end. */
export class CreatePolls1763769600008 implements MigrationInterface {
  name = 'CreatePolls1763769600008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
