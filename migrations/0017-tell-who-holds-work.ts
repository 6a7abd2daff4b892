import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often work was taken up tells one holder's word from another's; how often it was and did not end tells what ends every process. */
export class TellWhoHoldsWork1763769600017 implements MigrationInterface {
  name = 'TellWhoHoldsWork1763769600017';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of ['taken', 'tries'])
      await runner.query(`ALTER TABLE work ADD COLUMN ${column} integer NOT NULL DEFAULT 0`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
