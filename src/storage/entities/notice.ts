import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('notices')
@Index('notices_seller', ['seller_id', 'notice_id'])
@Index('notices_open', ['short_id', 'kind'], { unique: true, where: 'open = 1' })
export class NoticeRow {
  @PrimaryColumn('text')
  notice_id: string;

  @Column('text')
  seller_id: string;

  @Column('text')
  short_id: string;

  @Column('text')
  kind: string;

  @Column('text')
  message: string;

  @Column('bigint')
  at: number;

  @Column('integer')
  open: number;
}
