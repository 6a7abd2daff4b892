import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who has a row of work: nobody; a process; nobody, until its lane has room again; a person, who must look at it. */
export const CLAIM = { free: 0, held: 1, setAside: 2, quarantined: 3 } as const;

@Entity('work')
@Index('work_subject', ['kind', 'subject'], { unique: true })
@Index('work_due', ['due_at', 'work_id'], { where: 'claim = 0' })
@Index('work_overflow', ['lane', 'due_at'], { where: 'claim = 2' })
@Index('work_quarantined', ['kind'], { where: 'claim = 3' })
@Index('work_lane', ['lane', 'kind'])
export class WorkRow {
  @PrimaryColumn('text')
  work_id: string;

  @Column('text')
  kind: string;

  @Column('text')
  subject: string;

  @Column('text')
  lane: string;

  @Column('integer')
  lane_limit: number;

  @Column('integer', { default: 1 })
  group_limit: number;

  @Column('text')
  origin: string;

  @Column('integer')
  run: number;

  @Column('bigint')
  due_at: number;

  @Column('integer')
  claim: number;

  @Column('integer')
  attempt: number;

  /** How often it was taken up: tells its holder from those before, and only grows. */
  @Column('integer', { default: 0 })
  taken: number;

  /** How often it was taken up and did not end since it last did, as far as that may be its own doing. */
  @Column('integer', { default: 0 })
  tries: number;

  @Column('integer')
  by_sweep: number;

  /** 1: due at an instant of the calendar, and not so long after something. */
  @Column('integer', { default: 0 })
  by_clock: number;

  @Column('text')
  state: string;

  /** Of a check: the newest attempt of its order, where that was a check which another may equal. */
  @Column('text', { nullable: true })
  repeat_of: string | null;

  /** What another check must come to, to be its equal: a digest. */
  @Column('text', { nullable: true })
  repeat_mark: string | null;

  /** Equal checks since, which neither that attempt nor its order has counted yet. */
  @Column('integer', { default: 0 })
  repeats: number;

  /** When the last of those began. */
  @Column('bigint', { nullable: true })
  repeated_at: number | null;
}
