import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sellers')
export class SellerRow {
  @PrimaryColumn('text')
  seller_id: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  alert_url: string | null;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  updated_at: number;

  @Column('bigint', { nullable: true })
  deleted_at: number | null;
}
