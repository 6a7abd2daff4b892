import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One conformance test of a tool, under way or over. */
@Entity('conformance_tests')
@Index('conformance_tests_tool', ['short_id', 'test_id'])
@Index('conformance_tests_running', ['short_id'], { unique: true, where: "status = 'running'" })
export class ConformanceTestRow {
  @PrimaryColumn('text')
  test_id: string;

  @Column('text')
  short_id: string;

  @Column('text')
  seller_id: string;

  /** `running`, `done` or `stopped`. */
  @Column('text')
  status: string;

  /** The role of whoever asked for it, or `nightly`. */
  @Column('text')
  asked_by: string;

  /** What the test orders are placed with, and how long they are waited for; as JSON. */
  @Column('text')
  settings: string;

  /** What was found so far, as JSON. */
  @Column('text')
  evidence: string;

  /** Judged, as JSON; null while it is under way. */
  @Column('text', { nullable: true })
  checks: string | null;

  /** Why it was stopped. */
  @Column('text', { nullable: true })
  problem: string | null;

  @Column('text', { nullable: true })
  platform: string | null;

  @Column('text', { nullable: true })
  grade: string | null;

  @Column('bigint')
  created_at: number;

  @Column('bigint', { nullable: true })
  finished_at: number | null;
}
