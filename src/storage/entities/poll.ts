import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A public poll: who asked for it, and how it stands. */
@Entity('polls')
@Index('polls_key', ['owner', 'idempotency_key'], { unique: true, where: 'idempotency_key IS NOT NULL' })
@Index('polls_owner', ['owner', 'poll_id'])
@Index('polls_open_owner', ['owner'], { where: `status = 'waiting'` })
@Index('polls_open_deadline', ['deadline_at'], { where: `status = 'waiting'` })
@Index('polls_ended', ['ended_at', 'poll_id'], { where: 'ended_at IS NOT NULL' })
export class PollRow {
  @PrimaryColumn('text')
  poll_id: string;

  /** The seller's id, or `operator`. */
  @Column('text')
  owner: string;

  @Column('text', { nullable: true })
  idempotency_key: string | null;

  /** Keyed, since what was asked for holds secrets. */
  @Column('text')
  request_hash: string;

  @Column('text')
  status: string;

  @Column('integer')
  attempts: number;

  /** Why the last attempt did not end it. */
  @Column('text', { nullable: true })
  last_problem: string | null;

  @Column('text', { nullable: true })
  response: string | null;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  deadline_at: number;

  @Column('bigint', { nullable: true })
  ended_at: number | null;
}

/** What a poll asks: written once, so that no change of the poll writes it again. */
@Entity('poll_requests')
export class PollRequestRow {
  @PrimaryColumn('text')
  poll_id: string;

  /** JSON of what is no secret: plan, filters, timeouts, method. */
  @Column('text')
  asked: string;

  /** Sealed: URLs and headers; of the request's headers only the masks once the poll has ended. */
  @Column('text')
  sealed: string;

  /** Sealed; forgotten when the poll ends. */
  @Column('text', { nullable: true })
  body: string | null;
}
