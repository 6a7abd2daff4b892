import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const OPEN = `status IN ('scheduled', 'running')`;

/** A public job: one call at its time, until it succeeds or its retries are spent. */
@Entity('jobs')
@Index('jobs_key', ['owner', 'idempotency_key'], { unique: true, where: 'idempotency_key IS NOT NULL' })
@Index('jobs_tick', ['schedule_id', 'tick_at'], { unique: true, where: 'tick_at IS NOT NULL' })
@Index('jobs_owner', ['owner', 'job_id'])
@Index('jobs_schedule', ['schedule_id', 'job_id'], { where: 'schedule_id IS NOT NULL' })
@Index('jobs_request', ['request_id'])
@Index('jobs_open_owner', ['owner'], { where: OPEN })
@Index('jobs_open_schedule', ['schedule_id'], { where: `schedule_id IS NOT NULL AND ${OPEN}` })
@Index('jobs_status', ['status', 'job_id'], { where: `status <> 'success'` })
@Index('jobs_ended', ['completed_at', 'job_id'], { where: 'completed_at IS NOT NULL' })
export class JobRow {
  @PrimaryColumn('text')
  job_id: string;

  /** The seller's id, or `operator`. */
  @Column('text')
  owner: string;

  /** What it calls: its own, its schedule's, or that of the job it replays. */
  @Column('text')
  request_id: string;

  @Column('text')
  method: string;

  /** Without the values of its query: for reads and for searching. */
  @Column('text')
  shown_url: string;

  @Column('integer')
  max_retries: number;

  @Column('integer')
  timeout_s: number;

  @Column('text')
  backoff: string;

  /** JSON: names of fields that were given and mean nothing. */
  @Column('text', { nullable: true })
  ignored_fields: string | null;

  @Column('text', { nullable: true })
  idempotency_key: string | null;

  @Column('text', { nullable: true })
  schedule_id: string | null;

  /** The schedule's tick that it was made for; null where a hand made it. */
  @Column('bigint', { nullable: true })
  tick_at: number | null;

  @Column('text', { nullable: true })
  replay_of: string | null;

  @Column('text')
  status: string;

  /** Attempts that have ended. */
  @Column('integer')
  attempts: number;

  @Column('bigint')
  scheduled_at: number;

  /** When its last attempt began. */
  @Column('bigint', { nullable: true })
  started_at: number | null;

  @Column('bigint', { nullable: true })
  completed_at: number | null;

  /** Of the last answer. */
  @Column('integer', { nullable: true })
  status_code: number | null;

  @Column('text', { nullable: true })
  last_error: string | null;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  updated_at: number;
}
