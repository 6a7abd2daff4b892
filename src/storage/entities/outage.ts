import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A time in which a seller's tool, or an origin that it has tools at, could not be called. */
@Entity('outages')
@Index('outages_open', ['origin', 'seller_id', 'short_id'], { unique: true, where: 'ended_at IS NULL' })
@Index('outages_seller', ['seller_id', 'outage_id'])
@Index('outages_ended', ['ended_at'], { where: 'replayed_at IS NULL AND ended_at IS NOT NULL' })
export class OutageRow {
  @PrimaryColumn('text')
  outage_id: string;

  @Column('text')
  seller_id: string;

  /** Empty where the origin as a whole could not be reached. */
  @Column('text')
  short_id: string;

  @Column('text')
  origin: string;

  @Column('bigint')
  began_at: number;

  @Column('bigint', { nullable: true })
  ended_at: number | null;

  /** Calls that failed, one for each order that was in them. */
  @Column('integer')
  forwards: number;

  @Column('integer')
  checks: number;

  /** Callbacks that came while it lasted. */
  @Column('integer')
  callbacks: number;

  @Column('text', { nullable: true })
  error: string | null;

  /** What the last replay set out to do, as JSON. */
  @Column('text', { nullable: true })
  replay: string | null;

  /** Orders that it has mended so far. */
  @Column('integer')
  replay_done: number;

  @Column('bigint', { nullable: true })
  replayed_at: number | null;
}

/** An order that an outage held up. */
@Entity('outage_orders')
@Index('outage_orders_order', ['order_id'])
export class OutageOrderRow {
  @PrimaryColumn('text')
  outage_id: string;

  @PrimaryColumn('text')
  order_id: string;

  /** The run that was held up. */
  @Column('integer')
  run: number;

  /** What was to be called when it was held up first: `forward` or `check`. */
  @Column('text')
  kind: string;

  @Column('bigint')
  at: number;

  /** When a replay made it good; null until then. */
  @Column('bigint', { nullable: true })
  mended_at: number | null;

  /** 1: its deadline was moved for this outage. */
  @Column('integer')
  extended: number;
}
