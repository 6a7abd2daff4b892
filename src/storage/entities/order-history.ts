import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('intake_keys')
@Index('intake_keys_order', ['order_id'])
export class IntakeKeyRow {
  @PrimaryColumn('text')
  intake_key: string;

  @Column('text')
  order_id: string;

  @Column('bigint')
  created_at: number;
}

@Entity('run_endings')
export class RunEndingRow {
  @PrimaryColumn('text')
  order_id: string;

  @PrimaryColumn('integer')
  run: number;

  @Column('text')
  body_hash: string;

  @Column('text', { nullable: true })
  said_hash: string | null;
}

@Entity('late_results')
@Index('late_results_order', ['order_id', 'answer_hash'])
export class LateResultRow {
  @PrimaryColumn('text')
  attempt_id: string;

  @Column('text')
  order_id: string;

  @Column('text')
  result: string;

  @Column('text')
  answer_hash: string;

  @Column('bigint')
  at: number;
}

@Entity('order_events')
@Index('order_events_order', ['order_id', 'event_id'])
@Index('order_events_seller', ['seller_id', 'event_id'])
export class OrderEventRow {
  @PrimaryColumn('text')
  event_id: string;

  @Column('text')
  order_id: string;

  @Column('text')
  seller_id: string;

  @Column('integer')
  run: number;

  @Column('bigint')
  at: number;

  @Column('text')
  type: string;

  @Column('text', { nullable: true })
  from_status: string | null;

  @Column('text', { nullable: true })
  to_status: string | null;

  @Column('integer', { nullable: true })
  progress: number | null;

  @Column('text', { nullable: true })
  message: string | null;

  @Column('text')
  cause_kind: string;

  @Column('text', { nullable: true })
  cause_attempt_id: string | null;

  @Column('text', { nullable: true })
  cause_actor: string | null;
}
