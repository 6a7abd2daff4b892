import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Caller } from '../domain/caller.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import { ListOrders } from '../orders/list-orders.js';
import { operationView, type OperationView } from '../orders/operation-view.js';
import type { OrderView } from '../orders/order-view.js';
import { ReadOrders, type OrderReader } from '../orders/read-orders.js';
import { ReceiveOrder } from '../orders/receive-order.js';
import { SharedOrders, type ShareProof } from '../orders/shared-orders.js';
import type { OrderPlace } from '../storage/order-list-query.js';
import type { WholeOrder } from '../storage/order-store.js';
import { wantsCsv } from './accept-csv.js';
import { Access, AccessOrShare, AllowsSignature, CurrentCaller, CurrentReader } from './auth/access.js';
import { clientGone } from './client-gone.js';
import { Cursors } from './cursors.js';
import { NewOrderBody } from './dto/new-order.js';
import { OrdersAnswer, OrdersQuery } from './dto/order-list.js';
import { OperationAnswer } from './dto/operation.js';
import { OrderAnswer } from './dto/order.js';
import { SharedOrderAnswer } from './dto/order-share.js';
import { intakeKeys } from './intake-keys.js';
import { answerConditionally, strongEtag } from './not-modified.js';
import { OrderAddresses } from './order-addresses.js';
import { listName } from './paging.js';
import { preferredWaitMs, waitApplied } from './prefer.js';

@ApiTags('Orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly receive: ReceiveOrder,
    private readonly read: ReadOrders,
    private readonly shared: SharedOrders,
    private readonly lists: ListOrders,
    private readonly addresses: OrderAddresses,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @AllowsSignature('admin', 'operator', 'marketplace')
  @HttpCode(202)
  @ApiOperation({ summary: 'Place an order. The same order again is 200 and the order that exists.' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'In place of order_id; 1 to 256 visible ASCII.' })
  @ApiAcceptedResponse({ type: OrderAnswer, description: 'Durable; on its way to its seller.' })
  @ApiOkResponse({ type: OrderAnswer, description: 'Placed before.' })
  async place(
    @Body() body: NewOrderBody,
    @Headers() headers: IncomingHttpHeaders,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const keys = intakeKeys(headers);
    const { order, created } = await this.receive.receive(body.toRequest(request.rawBody), keys, caller);
    this.addresses.tell(reply, order);
    reply.code(created ? 202 : 200);
    return this.read.viewWhole(caller, order);
  }

  @Get()
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({
    summary: 'Orders, newest first, without inputs and result; a seller sees its own.',
    description:
      'A page may be short where few of many orders fit: go on while there is a next_cursor. With `Accept: text/csv` the whole list.',
  })
  @ApiExtraModels(OrdersAnswer)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(OrdersAnswer) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async list(
    @Query() query: OrdersQuery,
    @CurrentCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ orders: OrderView[]; next_cursor: string | null } | Readable> {
    const ask = query.toAsk();
    const list = listName('orders', { ...ask, caller: caller.sellerId });
    const after = query.cursor === undefined ? null : (this.cursors.decode(list, query.cursor) as OrderPlace);
    reply.header('Vary', 'Accept');
    if (wantsCsv(accept)) {
      reply.type('text/csv; charset=utf-8; header=present');
      reply.header('Content-Disposition', 'attachment; filename="orders.csv"');
      return Readable.from(reply.request.method === 'HEAD' ? [] : this.lists.csv(caller, ask, after));
    }
    const { orders, next } = await this.lists.page(caller, ask, query.limit, after);
    return { orders, next_cursor: next && this.cursors.encode(list, next) };
  }

  @Get(':order_id')
  @AccessOrShare('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({
    summary: 'One order. With `Prefer: wait=N` once it changes, or after N seconds.',
    description: 'To whoever bears a share token it is a `SharedOrderAnswer`.',
  })
  @ApiExtraModels(SharedOrderAnswer)
  @ApiHeader({ name: 'Prefer', required: false, description: '`wait=N`, at most 60 (RFC 7240).' })
  @ApiHeader({ name: 'If-None-Match', required: false })
  @ApiOkResponse({ type: OrderAnswer })
  async get(
    @Param('order_id') orderId: string,
    @CurrentReader() who: Caller | ShareProof,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const reader = this.shared.readerOf(who, orderId);
    const ms = preferredWaitMs(request.headers.prefer);
    if (ms !== null) reply.header('Preference-Applied', waitApplied(ms));
    const order =
      ms === null
        ? await reader.find()
        : await this.read.findChanged(reader, {
            unless: (found) => isNews(reader, found, request.headers['if-none-match']),
            ...{ ms, signal: clientGone(reply) },
          });
    return answerConditionally(request, reply, await reader.view(order));
  }

  @Get(':order_id/operation')
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({ summary: 'One order as a long-running operation, for clients that know Azure.' })
  @ApiOkResponse({ type: OperationAnswer })
  async operation(
    @Param('order_id') orderId: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperationView> {
    const order = await this.read.find(caller, orderId);
    this.addresses.tellWhen(reply, order);
    return operationView(this.read.view(caller, order));
  }
}

/**
 * Whether the order as it is already is what a waiting reader waits for: not what it says it has, or, where it does not
 * say, final. So nobody waits a minute for an order that was done before they asked.
 */
async function isNews(reader: OrderReader, order: WholeOrder, has: string | undefined): Promise<boolean> {
  if (has === undefined) return isFinal(order.status as OrderStatus);
  return !has.includes(strongEtag(JSON.stringify(await reader.view(order))));
}
