import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE orders (
    order_id text NOT NULL,
    short_id text NOT NULL,
    seller_id text NOT NULL,
    is_test integer NOT NULL,
    metadata text NOT NULL,
    request_hash text NOT NULL,
    run integer NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    progress integer,
    message text,
    result text,
    answer_hash text,
    error text,
    delivered_by text,
    heard integer NOT NULL,
    status_url text,
    attempts integer NOT NULL,
    deadline_s integer NOT NULL,
    created_at bigint NOT NULL,
    forwarded_at bigint,
    completed_at bigint,
    updated_at bigint NOT NULL,
    deadline_at bigint NOT NULL,
    erased_at bigint,
    PRIMARY KEY (order_id)
  )`,
  `CREATE TABLE order_inputs (
    order_id text NOT NULL,
    inputs text NOT NULL,
    PRIMARY KEY (order_id)
  )`,
  'CREATE INDEX orders_created ON orders (created_at, order_id)',
  'CREATE INDEX orders_status ON orders (status, created_at, order_id)',
  'CREATE INDEX orders_tool ON orders (short_id, created_at, order_id)',
  'CREATE INDEX orders_seller ON orders (seller_id, created_at, order_id)',
  'CREATE INDEX orders_open_deadline ON orders (deadline_at) WHERE completed_at IS NULL',
  `CREATE INDEX orders_open_tool ON orders (short_id) WHERE status IN ('received', 'forwarding', 'processing')`,
  `CREATE TABLE intake_keys (
    intake_key text NOT NULL,
    order_id text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (intake_key)
  )`,
  'CREATE INDEX intake_keys_order ON intake_keys (order_id)',
  `CREATE TABLE run_endings (
    order_id text NOT NULL,
    run integer NOT NULL,
    body_hash text NOT NULL,
    PRIMARY KEY (order_id, run)
  )`,
  `CREATE TABLE late_results (
    attempt_id text NOT NULL,
    order_id text NOT NULL,
    result text NOT NULL,
    answer_hash text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (attempt_id)
  )`,
  'CREATE INDEX late_results_order ON late_results (order_id, answer_hash)',
  `CREATE TABLE order_events (
    event_id text NOT NULL,
    order_id text NOT NULL,
    seller_id text NOT NULL,
    run integer NOT NULL,
    at bigint NOT NULL,
    type text NOT NULL,
    from_status text,
    to_status text,
    progress integer,
    message text,
    cause_kind text NOT NULL,
    cause_attempt_id text,
    cause_actor text,
    PRIMARY KEY (event_id)
  )`,
  'CREATE INDEX order_events_order ON order_events (order_id, event_id)',
  'CREATE INDEX order_events_seller ON order_events (seller_id, event_id)',
  `CREATE TABLE attempts (
    attempt_id text NOT NULL,
    kind text NOT NULL,
    order_id text,
    notification_id text,
    short_id text,
    run integer,
    attempt_num integer NOT NULL,
    started_at bigint NOT NULL,
    duration_ms integer NOT NULL,
    method text NOT NULL,
    url text NOT NULL,
    status_code integer,
    outcome text NOT NULL,
    error text,
    request_id text,
    response_excerpt text,
    PRIMARY KEY (attempt_id)
  )`,
  'CREATE INDEX attempts_order ON attempts (order_id, attempt_id)',
  'CREATE INDEX attempts_notification ON attempts (notification_id, attempt_id) WHERE notification_id IS NOT NULL',
];

/** Forward only. Written once for SQLite and Postgres: text, integer and bigint; times are epoch milliseconds, booleans 0 or 1. */
export class CreateOrdersAndTheirHistory1763769600002 implements MigrationInterface {
  name = 'CreateOrdersAndTheirHistory1763769600002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
