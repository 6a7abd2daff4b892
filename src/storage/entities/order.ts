import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('orders')
@Index('orders_created', ['created_at', 'order_id'])
@Index('orders_status', ['status', 'created_at', 'order_id'])
@Index('orders_tool', ['short_id', 'created_at', 'order_id'])
@Index('orders_seller', ['seller_id', 'created_at', 'order_id'])
@Index('orders_open_deadline', ['deadline_at'], { where: 'completed_at IS NULL' })
@Index('orders_kept', ['completed_at', 'order_id'], { where: 'completed_at IS NOT NULL AND erased_at IS NULL' })
@Index('orders_open_tool', ['short_id'], { where: "status IN ('received', 'forwarding', 'processing')" })
@Index('orders_failed', ['completed_at'], { where: 'error IS NOT NULL' })
@Index('orders_begun', ['short_id', 'forwarded_at'], { where: 'completed_at IS NULL AND forwarded_at IS NOT NULL' })
export class OrderRow {
  @PrimaryColumn('text')
  order_id: string;

  @Column('text')
  short_id: string;

  @Column('text')
  seller_id: string;

  @Column('integer')
  is_test: number;

  @Column('text')
  metadata: string;

  @Column('text')
  request_hash: string;

  @Column('integer')
  run: number;

  @Column('text')
  status: string;

  @Column('integer')
  version: number;

  @Column('integer', { nullable: true })
  progress: number | null;

  @Column('text', { nullable: true })
  message: string | null;

  @Column('text', { nullable: true })
  result: string | null;

  @Column('text', { nullable: true })
  answer_hash: string | null;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('text', { nullable: true })
  delivered_by: string | null;

  @Column('integer')
  heard: number;

  @Column('text', { nullable: true })
  status_url: string | null;

  @Column('text', { nullable: true })
  remote_id: string | null;

  @Column('integer')
  attempts: number;

  @Column('integer')
  deadline_s: number;

  @Column('bigint')
  created_at: number;

  @Column('bigint', { nullable: true })
  forwarded_at: number | null;

  @Column('bigint', { nullable: true })
  completed_at: number | null;

  @Column('bigint')
  updated_at: number;

  @Column('bigint')
  deadline_at: number;

  @Column('bigint', { nullable: true })
  erased_at: number | null;
}

/** What the buyer put in, apart from the order: it may be a megabyte, and every change of a row writes the whole row. */
@Entity('order_inputs')
export class OrderInputsRow {
  @PrimaryColumn('text')
  order_id: string;

  @Column('text')
  inputs: string;
}
