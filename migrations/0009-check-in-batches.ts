import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE tools ADD COLUMN status_batch_url text',
  // Work that was laid down before runs alone, as it was meant to.
  'ALTER TABLE work ADD COLUMN group_limit integer NOT NULL DEFAULT 1',
  // Of what was said, whether alone or in a batch; left out of runs that no tool with batches ended.
  'ALTER TABLE run_endings ADD COLUMN said_hash text',
];

/** Forward only. Tools may name a URL that answers for many orders, and rows of work say how many of them one call takes. */
export class CheckInBatches1763769600009 implements MigrationInterface {
  name = 'CheckInBatches1763769600009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
