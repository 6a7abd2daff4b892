import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much of one thing happened in one minute, over all processes. */
@Entity('minute_figures')
export class MinuteFigureRow {
  /** Whole minutes since the epoch. */
  @PrimaryColumn('bigint')
  minute: number;

  @PrimaryColumn('text')
  name: string;

  @Column('bigint')
  value: number;
}
