import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('result_files')
@Index('result_files_order', ['order_id'])
@Index('result_files_unnamed', ['made_at'], { where: 'state <> 1' })
export class ResultFileRow {
  @PrimaryColumn('text')
  file_key: string;

  /** Null until a result of the order names it, or an upload for it is whole. */
  @Column('text', { nullable: true })
  order_id: string | null;

  /** 0 staged, 1 named by a result, 2 doomed: its bytes are to be removed, then this row. */
  @Column('integer')
  state: number;

  /** 1 once a seller has uploaded all of it: it may wait for the result that names it. */
  @Column('integer')
  upload: number;

  @Column('bigint')
  made_at: number;
}
