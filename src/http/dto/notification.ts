import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { NOTIFICATION_STATES, type NotificationState } from '../../storage/notification-store.js';
import { PageQuery } from '../paging.js';

export class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: NOTIFICATION_STATES })
  @IsOptional()
  @IsIn(NOTIFICATION_STATES, { message: `must be one of ${NOTIFICATION_STATES.join(', ')}` })
  state?: NotificationState;
}

export class NotificationAnswer {
  @ApiProperty({ description: 'Also its `webhook-id`, the same on every try.' })
  notification_id: string;

  @ApiProperty({ enum: ['marketplace', 'operator', 'seller'] })
  destination: string;

  @ApiProperty({ example: 'order.completed' })
  type: string;

  @ApiProperty({ type: String, nullable: true })
  order_id: string | null;

  @ApiProperty({ enum: NOTIFICATION_STATES })
  state: string;

  @ApiProperty({ type: 'integer' })
  tries: number;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null unless pending.' })
  next_at: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  done_at: string | null;

  @ApiProperty({ type: String, nullable: true })
  last_error: string | null;
}

export class NotificationsAnswer {
  @ApiProperty({ type: [NotificationAnswer] })
  notifications: NotificationAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
