import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is told at the end of a poll or a job, frozen. */
@Entity('outcome_webhooks')
export class OutcomeWebhookRow {
  /** The poll's id, or the job's. */
  @PrimaryColumn('text')
  subject: string;

  /** Empty once it was told or given up. */
  @Column('text')
  body: string;

  @Column('text')
  state: string;

  @Column('integer')
  tries: number;

  @Column('bigint', { nullable: true })
  done_at: number | null;

  @Column('text', { nullable: true })
  last_error: string | null;
}
