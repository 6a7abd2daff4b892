import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // A cause that the operator was told of and that still lasts: one row, so that processes which share the database tell it once.
  `CREATE TABLE alerts (
    alert_key text NOT NULL,
    type text NOT NULL,
    began_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    told_at bigint NOT NULL,
    facts text NOT NULL,
    PRIMARY KEY (alert_key)
  )`,
  // Nearly always empty: to count what is in quarantine without walking what is not.
  'CREATE INDEX work_quarantined ON work (kind) WHERE claim = 3',
];

/** Forward only. What the operator was told of, and is to be told the end of. */
export class KeepAlerts1763769600015 implements MigrationInterface {
  name = 'KeepAlerts1763769600015';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
