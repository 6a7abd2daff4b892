import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE work (
    work_id text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    lane text NOT NULL,
    lane_limit integer NOT NULL,
    origin text NOT NULL,
    run integer NOT NULL,
    due_at bigint NOT NULL,
    claim integer NOT NULL,
    attempt integer NOT NULL,
    by_sweep integer NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (work_id)
  )`,
  'CREATE UNIQUE INDEX work_subject ON work (kind, subject)',
  'CREATE INDEX work_due ON work (due_at, work_id) WHERE claim = 0',
  'CREATE INDEX work_overflow ON work (lane, due_at) WHERE claim = 2',
  'CREATE INDEX work_lane ON work (lane, kind)',
  `CREATE TABLE notifications (
    notification_id text NOT NULL,
    destination text NOT NULL,
    stream text NOT NULL,
    type text NOT NULL,
    order_id text,
    url text,
    body text NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL,
    created_at bigint NOT NULL,
    next_at bigint NOT NULL,
    done_at bigint,
    last_error text,
    PRIMARY KEY (notification_id)
  )`,
  `CREATE INDEX notifications_pending ON notifications (stream, notification_id) WHERE state = 'pending'`,
  'CREATE INDEX notifications_state ON notifications (state, notification_id)',
  'CREATE INDEX notifications_order ON notifications (order_id) WHERE order_id IS NOT NULL',
  `CREATE TABLE sweeps (
    sweep_id text NOT NULL,
    tick_at bigint NOT NULL,
    manual integer NOT NULL,
    opened_at bigint NOT NULL,
    due integer NOT NULL,
    checked integer NOT NULL,
    changed integer NOT NULL,
    failed integer NOT NULL,
    last_checked_at bigint,
    lateness_ms integer NOT NULL,
    PRIMARY KEY (sweep_id)
  )`,
  'CREATE UNIQUE INDEX sweeps_tick ON sweeps (tick_at) WHERE manual = 0',
  `CREATE TABLE seals (
    name text NOT NULL,
    sealed text NOT NULL,
    PRIMARY KEY (name)
  )`,
];

/** Forward only. Written once for SQLite and Postgres: text, integer and bigint; times are epoch milliseconds, booleans 0 or 1. */
export class CreateWorkAndNotifications1763769600003 implements MigrationInterface {
  name = 'CreateWorkAndNotifications1763769600003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
