import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../storage/audit-log.js';
import { notificationView, type NotificationView } from '../orders/notification-view.js';
import { ReplayNotification } from '../orders/replay-notification.js';
import { NotificationStore } from '../storage/notification-store.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { Cursors } from './cursors.js';
import { NotificationAnswer, NotificationsAnswer, NotificationsQuery } from './dto/notification.js';
import { listName, readPage } from './paging.js';
import { EmptyBody } from './validation.pipe.js';

@ApiTags('Notifications')
@Controller('v1/notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationStore,
    private readonly replaying: ReplayNotification,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Access('admin', 'operator', 'viewer')
  @ApiOperation({
    summary: 'Messages to the marketplace, the operator and sellers, newest first, without their bodies.',
  })
  @ApiOkResponse({ type: NotificationsAnswer })
  async list(
    @Query() query: NotificationsQuery,
  ): Promise<{ notifications: NotificationView[]; next_cursor: string | null }> {
    const { state } = query;
    const page = await readPage(this.cursors, {
      list: listName('notifications', { state }),
      query,
      read: (limit, before: string | null) => this.notifications.list(state ?? null, limit, before),
      at: (notification) => notification.notification_id,
    });
    return { notifications: page.items.map(notificationView), next_cursor: page.next_cursor };
  }

  @Post(':notification_id/replay')
  @Access('admin', 'operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a dead message again, under the same webhook-id; 409 unless dead.' })
  @ApiAcceptedResponse({ type: NotificationAnswer })
  async replay(
    @Param('notification_id') id: string,
    @Body() _body: EmptyBody,
    @AskedBy() asker: Asker,
  ): Promise<NotificationView> {
    return notificationView(await this.replaying.replay(asker, id));
  }
}
