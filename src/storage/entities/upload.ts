import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('uploads')
@Index('uploads_order', ['order_id'])
@Index('uploads_unused', ['expires_at'], { where: 'file_key IS NULL' })
@Index('uploads_file', ['file_key'], { where: 'file_key IS NOT NULL' })
@Index('uploads_claimed', ['short_id'], { where: 'claimed_until IS NOT NULL' })
export class UploadRow {
  /** V: `orders/<order_id>/<stored name>`; what callbacks and status bodies name. */
  @PrimaryColumn('text')
  object_key: string;

  @Column('text')
  order_id: string;

  @Column('text')
  short_id: string;

  @Column('text')
  filename: string;

  @Column('text')
  mime_type: string;

  @Column('bigint')
  size: number;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  expires_at: number;

  /** While a PUT is under way: until when it counts, at the longest. */
  @Column('bigint', { nullable: true })
  claimed_until: number | null;

  /** Where the bytes lie, once all of them are there. */
  @Column('text', { nullable: true })
  file_key: string | null;

  @Column('text', { nullable: true })
  sha256: string | null;

  @Column('text', { nullable: true })
  detected_type: string | null;
}
