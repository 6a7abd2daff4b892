import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('tokens')
@Index('tokens_hash', ['hash'], { unique: true })
@Index('tokens_seller', ['seller_id'])
export class TokenRow {
  @PrimaryColumn('text')
  token_id: string;

  @Column('text')
  name: string;

  @Column('text')
  role: string;

  @Column('text', { nullable: true })
  seller_id: string | null;

  @Column('text')
  hash: string;

  @Column('bigint')
  created_at: number;
}
