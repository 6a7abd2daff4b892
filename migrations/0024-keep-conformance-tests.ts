import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE conformance_tests (
    test_id text NOT NULL,
    short_id text NOT NULL,
    seller_id text NOT NULL,
    status text NOT NULL,
    asked_by text NOT NULL,
    settings text NOT NULL,
    evidence text NOT NULL,
    checks text,
    problem text,
    platform text,
    grade text,
    created_at bigint NOT NULL,
    finished_at bigint,
    PRIMARY KEY (test_id)
  )`,
  'CREATE INDEX conformance_tests_tool ON conformance_tests (short_id, test_id)',
  // One at a time for a tool: two would take each other's answers for the seller's.
  `CREATE UNIQUE INDEX conformance_tests_running ON conformance_tests (short_id) WHERE status = 'running'`,
  // The newest grade of the tool as it is now; null before its first test, and once what was tested has changed.
  'ALTER TABLE tools ADD COLUMN grade text',
  'ALTER TABLE tools ADD COLUMN graded_at bigint',
];

/** Forward only. Conformance tests of tools, and what they came to. */
export class KeepConformanceTests1763769600024 implements MigrationInterface {
  name = 'KeepConformanceTests1763769600024';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
