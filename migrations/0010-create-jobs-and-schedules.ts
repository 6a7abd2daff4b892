import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE call_requests (
    request_id text NOT NULL,
    sealed text NOT NULL,
    body text,
    PRIMARY KEY (request_id)
  )`,
  `CREATE TABLE jobs (
    job_id text NOT NULL,
    owner text NOT NULL,
    request_id text NOT NULL,
    method text NOT NULL,
    shown_url text NOT NULL,
    max_retries integer NOT NULL,
    timeout_s integer NOT NULL,
    backoff text NOT NULL,
    ignored_fields text,
    idempotency_key text,
    schedule_id text,
    tick_at bigint,
    replay_of text,
    status text NOT NULL,
    attempts integer NOT NULL,
    scheduled_at bigint NOT NULL,
    started_at bigint,
    completed_at bigint,
    status_code integer,
    last_error text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (job_id)
  )`,
  'CREATE UNIQUE INDEX jobs_key ON jobs (owner, idempotency_key) WHERE idempotency_key IS NOT NULL',
  'CREATE UNIQUE INDEX jobs_tick ON jobs (schedule_id, tick_at) WHERE tick_at IS NOT NULL',
  'CREATE INDEX jobs_owner ON jobs (owner, job_id)',
  'CREATE INDEX jobs_schedule ON jobs (schedule_id, job_id) WHERE schedule_id IS NOT NULL',
  'CREATE INDEX jobs_request ON jobs (request_id)',
  `CREATE INDEX jobs_open_owner ON jobs (owner) WHERE status IN ('scheduled', 'running')`,
  `CREATE INDEX jobs_open_schedule ON jobs (schedule_id) WHERE schedule_id IS NOT NULL AND status IN ('scheduled', 'running')`,
  'CREATE INDEX jobs_ended ON jobs (completed_at) WHERE completed_at IS NOT NULL',
  `CREATE TABLE schedules (
    schedule_id text NOT NULL,
    owner text NOT NULL,
    request_id text NOT NULL,
    name text,
    cron text NOT NULL,
    timezone text NOT NULL,
    catch_up integer NOT NULL,
    overlap text NOT NULL,
    method text NOT NULL,
    shown_url text NOT NULL,
    max_retries integer NOT NULL,
    timeout_s integer NOT NULL,
    backoff text NOT NULL,
    ignored_fields text,
    paused integer NOT NULL,
    last_run_at bigint,
    last_skipped_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (schedule_id)
  )`,
  'CREATE INDEX schedules_owner ON schedules (owner, schedule_id)',
  'CREATE INDEX schedules_request ON schedules (request_id)',
  `CREATE TABLE signing_secrets (
    owner text NOT NULL,
    sealed text NOT NULL,
    previous text,
    previous_until bigint,
    rotated_at bigint NOT NULL,
    PRIMARY KEY (owner)
  )`,
  // Polls and jobs tell of their ends in the same way.
  'ALTER TABLE poll_webhooks RENAME TO outcome_webhooks',
  'ALTER TABLE outcome_webhooks RENAME COLUMN poll_id TO subject',
  'ALTER TABLE attempts ADD COLUMN job_id text',
  'CREATE INDEX attempts_job ON attempts (job_id, attempt_id) WHERE job_id IS NOT NULL',
  // Work that is due at an instant of the calendar; all other work is due so long after something.
  'ALTER TABLE work ADD COLUMN by_clock integer NOT NULL DEFAULT 0',
  `UPDATE work SET by_clock = 1 WHERE kind = 'check' AND by_sweep = 0
     AND due_at >= (SELECT deadline_at FROM orders WHERE order_id = work.subject)`,
];

/** Forward only. Public jobs and schedules, what they call (sealed, written once), and whose signature they bear. */
export class CreateJobsAndSchedules1763769600010 implements MigrationInterface {
  name = 'CreateJobsAndSchedules1763769600010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
