import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit')
export class AuditEntryRow {
  @PrimaryColumn('text')
  entry_id: string;

  @Column('bigint')
  at: number;

  @Column('text')
  actor_role: string;

  @Column('text')
  actor_id: string;

  @Column('text')
  actor_name: string;

  @Column('text')
  action: string;

  @Column('text')
  target: string;

  @Column('text', { nullable: true })
  details: string | null;

  @Column('text')
  request_id: string;
}
