import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('attempts')
@Index('attempts_order', ['order_id', 'attempt_id'])
@Index('attempts_notification', ['notification_id', 'attempt_id'], { where: 'notification_id IS NOT NULL' })
@Index('attempts_poll', ['poll_id', 'attempt_id'], { where: 'poll_id IS NOT NULL' })
@Index('attempts_job', ['job_id', 'attempt_id'], { where: 'job_id IS NOT NULL' })
@Index('attempts_unfit', ['attempt_id'], {
  where: "outcome IN ('unauthorized', 'unreadable') AND order_id IS NOT NULL",
})
export class AttemptRow {
  @PrimaryColumn('text')
  attempt_id: string;

  @Column('text')
  kind: string;

  @Column('text', { nullable: true })
  order_id: string | null;

  @Column('text', { nullable: true })
  notification_id: string | null;

  @Column('text', { nullable: true })
  poll_id: string | null;

  @Column('text', { nullable: true })
  job_id: string | null;

  @Column('text', { nullable: true })
  short_id: string | null;

  @Column('integer', { nullable: true })
  run: number | null;

  @Column('integer')
  attempt_num: number;

  @Column('bigint')
  started_at: number;

  @Column('integer')
  duration_ms: number;

  @Column('text')
  method: string;

  @Column('text')
  url: string;

  @Column('integer', { nullable: true })
  status_code: number | null;

  @Column('text')
  outcome: string;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('text', { nullable: true })
  request_id: string | null;

  @Column('text', { nullable: true })
  response_excerpt: string | null;

  /** `CallDetails` as JSON: headers, what was sent, timings; nothing in it is secret. Null of polls, jobs and notifications. */
  @Column('text', { nullable: true })
  details: string | null;

  /** How many equal calls in a row it stands for; all else is the first's. */
  @Column('integer', { default: 1 })
  repeated: number;

  /** When the last of them began; null where there was one only. */
  @Column('bigint', { nullable: true })
  last_at: number | null;
}
