import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../domain/caller.js';
import { attemptView, eventView } from '../orders/order-view.js';
import { ReadOrders } from '../orders/read-orders.js';
import { Access, CurrentCaller } from './auth/access.js';
import { Cursors } from './cursors.js';
import { AttemptsAnswer, EventsAnswer } from './dto/order-history.js';
import { listName, PageQuery, readPage } from './paging.js';

@ApiTags('Orders')
@Controller('v1/orders/:order_id')
export class OrderHistoryController {
  constructor(
    private readonly read: ReadOrders,
    private readonly cursors: Cursors,
  ) {}

  @Get('attempts')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'Every call made or received for the order, newest first.' })
  @ApiOkResponse({ type: AttemptsAnswer })
  async attempts(
    @Param('order_id') orderId: string,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ attempts: Record<string, unknown>[]; next_cursor: string | null }> {
    const page = await readPage(this.cursors, {
      list: listName('attempts', { orderId: orderId.toLowerCase() }),
      query,
      read: (limit, before: string | null) => this.read.attempts(caller, orderId, limit, before),
      at: (attempt) => attempt.attempt_id,
    });
    return { attempts: page.items.map(attemptView), next_cursor: page.next_cursor };
  }

  @Get('events')
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({ summary: "The order's timeline: every change with its cause, oldest first." })
  @ApiOkResponse({ type: EventsAnswer })
  async events(
    @Param('order_id') orderId: string,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ events: Record<string, unknown>[]; next_cursor: string | null }> {
    const page = await readPage(this.cursors, {
      list: listName('events', { orderId: orderId.toLowerCase() }),
      query,
      read: (limit, after: string | null) => this.read.events(caller, orderId, limit, after),
      at: (event) => event.event_id,
    });
    return { events: page.items.map(eventView), next_cursor: page.next_cursor };
  }
}
