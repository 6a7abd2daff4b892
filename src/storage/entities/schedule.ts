import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A public schedule: a job at every tick of its cron expression. The next tick stands in its work. */
@Entity('schedules')
@Index('schedules_owner', ['owner', 'schedule_id'])
@Index('schedules_request', ['request_id'])
export class ScheduleRow {
  @PrimaryColumn('text')
  schedule_id: string;

  /** The seller's id, or `operator`. */
  @Column('text')
  owner: string;

  @Column('text')
  request_id: string;

  @Column('text', { nullable: true })
  name: string | null;

  /** As it was given. */
  @Column('text')
  cron: string;

  /** IANA name. */
  @Column('text')
  timezone: string;

  @Column('integer')
  catch_up: number;

  @Column('text')
  overlap: string;

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

  @Column('integer')
  paused: number;

  /** The last tick that made a job. */
  @Column('bigint', { nullable: true })
  last_run_at: number | null;

  /** The last tick that made none, since a job was still open. */
  @Column('bigint', { nullable: true })
  last_skipped_at: number | null;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  updated_at: number;
}
