import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // SQLite adds no column without a default to a table that may have rows.
  'ALTER TABLE tools ADD COLUMN mirror_result_url integer NOT NULL DEFAULT 0',
];

/** Forward only. Tools say whether the files that their sellers host are fetched and kept. */
export class LetToolsMirrorResults1763769600005 implements MigrationInterface {
  name = 'LetToolsMirrorResults1763769600005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
