import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forward only. Jobs in a status that few of many are in are found without walking those that succeeded. */
export class FindJobsByStatus1763769600012 implements MigrationInterface {
  name = 'FindJobsByStatus1763769600012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX jobs_status ON jobs (status, job_id) WHERE status <> 'success'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
