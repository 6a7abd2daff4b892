import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('tool_durations')
export class ToolDurationRow {
  @PrimaryColumn('text')
  short_id: string;

  /** Empty for all of a tool's orders together. */
  @PrimaryColumn('text')
  class: string;

  @Column('text')
  sketch: string;

  @Column('integer')
  samples: number;

  @Column('bigint')
  updated_at: number;
}
