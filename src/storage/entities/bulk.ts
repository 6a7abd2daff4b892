import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An action on many orders that goes on by itself. */
@Entity('bulks')
@Index('bulks_owner', ['owner', 'bulk_id'])
@Index('bulks_running', ['owner'], { where: "status = 'running'" })
@Index('bulks_key', ['owner', 'idempotency_key'], { unique: true, where: 'idempotency_key IS NOT NULL' })
export class BulkRow {
  @PrimaryColumn('text')
  bulk_id: string;

  /** A seller, or `operator` for all of the operator's people. */
  @Column('text')
  owner: string;

  /** Whose token asked for it: the bulk stops where that is gone. */
  @Column('text')
  token_id: string;

  /** The name of that token, as timelines tell it. */
  @Column('text')
  actor: string;

  @Column('text', { nullable: true })
  idempotency_key: string | null;

  /** Of action and filter. */
  @Column('text')
  request_hash: string;

  @Column('text')
  action: string;

  /** As it was asked for, as JSON. */
  @Column('text')
  filter: string;

  /** `running`, `done` or `stopped`. */
  @Column('text')
  status: string;

  /** The order that it did last, as JSON; null before the first. */
  @Column('text', { nullable: true })
  place: string | null;

  @Column('integer')
  matched: number;

  @Column('integer')
  changed: number;

  @Column('integer')
  skipped: number;

  @Column('integer')
  failed: number;

  /** The first that failed or were passed over, each with its sentence, as JSON. */
  @Column('text')
  problems: string;

  @Column('bigint')
  created_at: number;

  @Column('bigint', { nullable: true })
  finished_at: number | null;
}
