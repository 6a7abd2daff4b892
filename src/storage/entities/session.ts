import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('sessions')
@Index('sessions_token', ['token_id'])
export class SessionRow {
  @PrimaryColumn('text')
  session_hash: string;

  @Column('text')
  token_id: string;

  @Column('text')
  token_hash: string;

  @Column('text')
  csrf_hash: string;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  expires_at: number;
}
