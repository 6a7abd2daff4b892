import type { MigrationInterface, QueryRunner } from 'typeorm';

const statement = `CREATE TABLE minute_figures (
    minute bigint NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (minute, name)
  )`;

/** Forward only. What happened in each minute, over all processes: what the system page draws. */
export class KeepFigures1763769600023 implements MigrationInterface {
  name = 'KeepFigures1763769600023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
