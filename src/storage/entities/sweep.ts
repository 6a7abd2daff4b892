import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('sweeps')
@Index('sweeps_tick', ['tick_at'], { unique: true, where: 'manual = 0' })
export class SweepRow {
  @PrimaryColumn('text')
  sweep_id: string;

  @Column('bigint')
  tick_at: number;

  @Column('integer')
  manual: number;

  @Column('bigint')
  opened_at: number;

  @Column('integer')
  due: number;

  @Column('integer')
  checked: number;

  @Column('integer')
  changed: number;

  @Column('integer')
  failed: number;

  @Column('bigint', { nullable: true })
  last_checked_at: number | null;

  @Column('integer')
  lateness_ms: number;
}
