import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ShareLink } from '../orders/share-links.js';
import { SharedOrders } from '../orders/shared-orders.js';
import type { Asker } from '../storage/audit-log.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { ShareAnswer, ShareBody } from './dto/order-share.js';
import { ServerEvents } from './server-events.js';

@ApiTags('Orders')
@Controller('v1/orders/:order_id/share')
export class OrderSharesController {
  constructor(
    private readonly shared: SharedOrders,
    private readonly events: ServerEvents,
  ) {}

  @Post()
  @Access('admin', 'operator', 'marketplace')
  @HttpCode(201)
  @ApiOperation({ summary: "A link to the buyer's page of the order: its progress and its result, without a token." })
  @ApiCreatedResponse({ type: ShareAnswer })
  share(
    @Param('order_id') orderId: string,
    @Body() { expires_s }: ShareBody,
    @AskedBy() asker: Asker,
  ): Promise<ShareLink> {
    return this.shared.share(asker, orderId, expires_s);
  }

  @Delete()
  @Access('admin', 'operator', 'marketplace')
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraws every link to the order that was made until now.' })
  @ApiNoContentResponse()
  async withdraw(@Param('order_id') orderId: string, @AskedBy() asker: Asker): Promise<void> {
    await this.shared.withdraw(asker, orderId);
    this.events.proveAnew(({ share }) => share !== null);
  }
}
