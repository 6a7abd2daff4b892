import { Body, Controller, Delete, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ActOnOrders } from '../orders/act-on-orders.js';
import type { Asker } from '../storage/audit-log.js';
import type { OrderView } from '../orders/order-view.js';
import { ReadOrders } from '../orders/read-orders.js';
import type { WholeOrder } from '../storage/order-store.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { AcceptBody, OrderAnswer } from './dto/order.js';
import { OrderAddresses } from './order-addresses.js';
import { EmptyBody } from './validation.pipe.js';

@ApiTags('Orders')
@Controller('v1/orders/:order_id')
export class OrderActionsController {
  constructor(
    private readonly act: ActOnOrders,
    private readonly read: ReadOrders,
    private readonly addresses: OrderAddresses,
  ) {}

  @Post('check')
  @Access('admin', 'operator', 'seller')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask the seller now, instead of at the next instant of the plan.' })
  @ApiAcceptedResponse({ type: OrderAnswer })
  async check(
    @Param('order_id') orderId: string,
    @Body() _body: EmptyBody,
    @AskedBy() asker: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return this.told(asker, await this.act.check(asker, orderId), reply);
  }

  @Post('cancel')
  @Access('admin', 'operator', 'marketplace')
  @HttpCode(200)
  @ApiOperation({ summary: 'End the order; 409 if it is final. The seller is not told.' })
  @ApiOkResponse({ type: OrderAnswer })
  async cancel(
    @Param('order_id') orderId: string,
    @Body() _body: EmptyBody,
    @AskedBy() asker: Asker,
  ): Promise<OrderView> {
    return this.read.viewWhole(asker.caller, await this.act.cancel(asker, orderId));
  }

  @Post('retry')
  @Access('admin', 'operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a failed or expired order again, as its next run.' })
  @ApiAcceptedResponse({ type: OrderAnswer })
  async retry(
    @Param('order_id') orderId: string,
    @Body() _body: EmptyBody,
    @AskedBy() asker: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return this.told(asker, await this.act.retry(asker, orderId), reply);
  }

  @Post('accept')
  @Access('admin', 'operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Complete a failed, expired or cancelled order with a good result that came late.' })
  @ApiOkResponse({ type: OrderAnswer })
  async accept(
    @Param('order_id') orderId: string,
    @Body() body: AcceptBody,
    @AskedBy() asker: Asker,
  ): Promise<OrderView> {
    return this.read.viewWhole(asker.caller, await this.act.acceptLate(asker, orderId, body.attempt_id));
  }

  @Delete()
  @Access('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase what a final order holds; its id stays taken. 409 unless final.' })
  @ApiNoContentResponse()
  erase(@Param('order_id') orderId: string, @AskedBy() asker: Asker): Promise<void> {
    return this.act.erase(asker, orderId);
  }

  private told(asker: Asker, order: WholeOrder, reply: FastifyReply): Promise<OrderView> {
    this.addresses.tell(reply, order);
    return this.read.viewWhole(asker.caller, order);
  }
}
