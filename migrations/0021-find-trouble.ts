import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Small ones: each holds only rows that are in trouble, or under way, so that a page which is looked at all day walks no others. */
const statements = [
  // Only what failed has an error, and only what a seller is at was forwarded and has not ended: said so, since an equal status would
  // tempt the planner into the index of all statuses.
  'CREATE INDEX orders_failed ON orders (completed_at) WHERE error IS NOT NULL',
  'CREATE INDEX orders_begun ON orders (short_id, forwarded_at) WHERE completed_at IS NULL AND forwarded_at IS NOT NULL',
  `CREATE INDEX attempts_unfit ON attempts (attempt_id) WHERE outcome IN ('unauthorized', 'unreadable') AND order_id IS NOT NULL`,
  'CREATE INDEX tools_paused ON tools (short_id) WHERE paused_at IS NOT NULL',
];

/** Forward only. What needs a person is found without reading what does not. */
export class FindTrouble1763769600021 implements MigrationInterface {
  name = 'FindTrouble1763769600021';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
