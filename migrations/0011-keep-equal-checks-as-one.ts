import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE attempts ADD COLUMN repeated integer NOT NULL DEFAULT 1',
  // When the last of them began; null where there was one only.
  'ALTER TABLE attempts ADD COLUMN last_at bigint',
  // Of a check: the newest attempt of its order, where it was a check; what makes the next one its equal; and equal ones since, which
  // neither the attempt's row nor its order have counted yet.
  'ALTER TABLE work ADD COLUMN repeat_of text',
  'ALTER TABLE work ADD COLUMN repeat_mark text',
  'ALTER TABLE work ADD COLUMN repeats integer NOT NULL DEFAULT 0',
  'ALTER TABLE work ADD COLUMN repeated_at bigint',
  // What is forgotten by its age is walked from the oldest end on.
  'DROP INDEX jobs_ended',
  'CREATE INDEX jobs_ended ON jobs (completed_at, job_id) WHERE completed_at IS NOT NULL',
  'CREATE INDEX polls_ended ON polls (ended_at, poll_id) WHERE ended_at IS NOT NULL',
  'CREATE INDEX orders_kept ON orders (completed_at, order_id) WHERE completed_at IS NOT NULL AND erased_at IS NULL',
];

/** Forward only. Equal checks in a row are one row of attempts, and what is old is found without walking what is not. */
export class KeepEqualChecksAsOne1763769600011 implements MigrationInterface {
  name = 'KeepEqualChecksAsOne1763769600011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
