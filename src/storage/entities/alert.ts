import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A cause that the operator was told of, while it lasts. */
@Entity('alerts')
export class AlertRow {
  /** Its type, and what it is about: `disk.low/<host>/files`. */
  @PrimaryColumn('text')
  alert_key: string;

  @Column('text')
  type: string;

  @Column('bigint')
  began_at: number;

  /** When it was last found to be so. */
  @Column('bigint')
  seen_at: number;

  @Column('bigint')
  told_at: number;

  /** What its messages tell beside type and times, as JSON. */
  @Column('text')
  facts: string;
}
