import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE tool_durations (
    short_id text NOT NULL,
    class text NOT NULL,
    sketch text NOT NULL,
    samples integer NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (short_id, class)
  )`,
];

/** Forward only. How long the orders of each tool took, as one small sketch a tool and class. */
export class LearnDurations1763769600007 implements MigrationInterface {
  name = 'LearnDurations1763769600007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
