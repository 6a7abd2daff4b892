import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE tools ADD COLUMN response text',
  'ALTER TABLE tools ADD COLUMN remote_id_at text',
  'ALTER TABLE tools ADD COLUMN dialect text',
  'ALTER TABLE orders ADD COLUMN remote_id text',
];

/** Forward only. Tools say how their answers are read; orders keep the id that their seller gave them. */
export class ReadOtherDialects1763769600006 implements MigrationInterface {
  name = 'ReadOtherDialects1763769600006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
