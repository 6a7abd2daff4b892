import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.js';
import { OrderFeed, type FeedScope } from '../orders/order-feed.js';
import { eventView } from '../orders/order-view.js';
import type { OrderReader } from '../orders/read-orders.js';
import { SharedOrders, type ShareProof } from '../orders/shared-orders.js';
import { Access, AccessOrShare, CurrentCaller, CurrentReader } from './auth/access.js';
import { lastEventId, ServerEvents } from './server-events.js';

const RESUMES = {
  name: 'Last-Event-ID',
  required: false,
  description: 'The event_id seen last; what came after it follows, also where that event is gone.',
};

@ApiTags('Orders')
@ApiProduces('text/event-stream')
@ApiHeader(RESUMES)
@Controller('v1/orders')
export class OrderStreamsController {
  constructor(
    private readonly shared: SharedOrders,
    private readonly feed: OrderFeed,
    private readonly events: ServerEvents,
  ) {}

  @Get('stream')
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({ summary: "Every order's events as they happen, from now on; a seller gets those of its own orders." })
  @ApiOkResponse({ description: 'Server-sent events: `event` is the type, `id` the event_id, `data` the event.' })
  async all(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(caller.sellerId === null ? 'all' : { sellerId: caller.sellerId }, eventView, request, reply);
  }

  @Get(':order_id/stream')
  @AccessOrShare('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({
    summary: "One order's events: those that it has, then each as it happens.",
    description:
      'To whoever bears a share token: changes of status and progress alone, each with event_id, at, type, from, to, progress and message.',
  })
  @ApiOkResponse({ description: 'Server-sent events: `event` is the type, `id` the event_id, `data` the event.' })
  async one(
    @Param('order_id') orderId: string,
    @CurrentReader() who: Caller | ShareProof,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = this.shared.readerOf(who, orderId);
    const order = await reader.find();
    await this.send({ orderId: order.order_id }, (event) => reader.event(event), request, reply);
  }

  /** `view` answers null for an event that this listener is not told of. */
  private async send(
    scope: FeedScope,
    view: OrderReader['event'],
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const place = await this.feed.placeOf(lastEventId(request), scope);
    const stream = this.events.open(request, reply);
    for await (const event of this.feed.follow(scope, place, stream.signal)) {
      const data = view(event);
      if (data !== null && !(await stream.send({ event: event.type, id: event.event_id, data }))) return;
    }
    stream.end();
  }
}
