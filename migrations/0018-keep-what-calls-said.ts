import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was sent and answered, and where the time went: an operator reads in an attempt why a call went wrong. */
export class KeepWhatCallsSaid1763769600018 implements MigrationInterface {
  name = 'KeepWhatCallsSaid1763769600018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attempts ADD COLUMN details text');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
