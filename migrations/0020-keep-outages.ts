import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // From the first of the failures in a row that opened a breaker up to the good answer that ended it. An empty short_id: the origin as
  // a whole could not be reached, and this is what it meant to one of its sellers.
  `CREATE TABLE outages (
    outage_id text NOT NULL,
    seller_id text NOT NULL,
    short_id text NOT NULL,
    origin text NOT NULL,
    began_at bigint NOT NULL,
    ended_at bigint,
    forwards integer NOT NULL,
    checks integer NOT NULL,
    callbacks integer NOT NULL,
    error text,
    replay text,
    replay_done integer NOT NULL,
    replayed_at bigint,
    PRIMARY KEY (outage_id)
  )`,
  'CREATE UNIQUE INDEX outages_open ON outages (origin, seller_id, short_id) WHERE ended_at IS NULL',
  'CREATE INDEX outages_seller ON outages (seller_id, outage_id)',
  'CREATE INDEX outages_ended ON outages (ended_at) WHERE replayed_at IS NULL AND ended_at IS NOT NULL',
  // What it held up, and what of that was made good.
  `CREATE TABLE outage_orders (
    outage_id text NOT NULL,
    order_id text NOT NULL,
    run integer NOT NULL,
    kind text NOT NULL,
    at bigint NOT NULL,
    mended_at bigint,
    extended integer NOT NULL,
    PRIMARY KEY (outage_id, order_id)
  )`,
  'CREATE INDEX outage_orders_order ON outage_orders (order_id)',
];

/** Forward only. When sellers could not be reached, and which orders that held up. */
export class KeepOutages1763769600020 implements MigrationInterface {
  name = 'KeepOutages1763769600020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
