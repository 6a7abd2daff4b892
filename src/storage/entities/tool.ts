import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('tools')
@Index('tools_seller', ['seller_id', 'short_id'])
@Index('tools_callback_secret', ['callback_secret_hash'], { unique: true })
@Index('tools_old_callback_secret', ['old_callback_secret_hash'])
@Index('tools_paused', ['short_id'], { where: 'paused_at IS NOT NULL' })
export class ToolRow {
  @PrimaryColumn('text')
  short_id: string;

  @Column('text')
  seller_id: string;

  @Column('text')
  name: string;

  @Column('text')
  job_url: string;

  @Column('text', { nullable: true })
  status_url: string | null;

  @Column('text', { nullable: true })
  status_batch_url: string | null;

  @Column('text')
  auth_headers: string;

  @Column('text')
  callback_auth: string;

  @Column('text')
  callback_secret_hash: string;

  @Column('text', { nullable: true })
  old_callback_secret_hash: string | null;

  @Column('bigint', { nullable: true })
  old_callback_secret_until: number | null;

  @Column('text')
  signing_secret: string;

  @Column('text', { nullable: true })
  old_signing_secret: string | null;

  @Column('bigint', { nullable: true })
  old_signing_secret_until: number | null;

  @Column('text', { nullable: true })
  payload_template: string | null;

  @Column('text')
  poll: string;

  @Column('text', { nullable: true })
  inputs_schema: string | null;

  @Column('integer')
  deadline_s: number;

  @Column('integer')
  max_concurrency: number;

  @Column('integer', { default: 0 })
  mirror_result_url: number;

  @Column('text', { nullable: true })
  response: string | null;

  @Column('text', { nullable: true })
  remote_id_at: string | null;

  @Column('text', { nullable: true })
  dialect: string | null;

  @Column('bigint', { nullable: true })
  paused_at: number | null;

  @Column('text', { nullable: true })
  pause_reason: string | null;

  /** Of its newest conformance test; null before that, and once what was tested has changed. */
  @Column('text', { nullable: true })
  grade: string | null;

  @Column('bigint', { nullable: true })
  graded_at: number | null;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  updated_at: number;

  @Column('bigint', { nullable: true })
  deleted_at: number | null;
}
