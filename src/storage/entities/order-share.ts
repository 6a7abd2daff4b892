import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An order whose links for its buyer were withdrawn at least once. */
@Entity('order_shares')
export class OrderShareRow {
  @PrimaryColumn('text')
  order_id: string;

  /** How often; a link counts while it names this number. */
  @Column('integer')
  generation: number;
}
