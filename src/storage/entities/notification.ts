import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('notifications')
@Index('notifications_pending', ['stream', 'notification_id'], { where: "state = 'pending'" })
@Index('notifications_state', ['state', 'notification_id'])
@Index('notifications_order', ['order_id'], { where: 'order_id IS NOT NULL' })
export class NotificationRow {
  @PrimaryColumn('text')
  notification_id: string;

  @Column('text')
  destination: string;

  @Column('text')
  stream: string;

  @Column('text')
  type: string;

  @Column('text', { nullable: true })
  order_id: string | null;

  @Column('text', { nullable: true })
  url: string | null;

  @Column('text')
  body: string;

  @Column('text')
  state: string;

  @Column('integer')
  tries: number;

  @Column('bigint')
  created_at: number;

  @Column('bigint')
  next_at: number;

  @Column('bigint', { nullable: true })
  done_at: number | null;

  @Column('text', { nullable: true })
  last_error: string | null;
}
