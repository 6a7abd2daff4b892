import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../storage/audit-log.js';
import { Sellers } from '../sellers/sellers.js';
import { Access } from './auth/access.js';
import { AskedBy } from './asked-by.js';
import { Cursors } from './cursors.js';
import { NewSellerAnswer, NewSellerBody, NoticesAnswer, SellerAnswer, SellerPatchBody } from './dto/seller.js';
import { SellersAnswer, SellerTokenAnswer } from './dto/seller.js';
import { listName, PageQuery, readPage } from './paging.js';
import { EmptyBody } from './validation.pipe.js';

@ApiTags('Sellers')
@Controller('v1/sellers')
export class SellersController {
  constructor(
    private readonly sellers: Sellers,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Access('admin')
  @ApiOperation({ summary: 'Register a seller; its token is shown this once.' })
  @ApiCreatedResponse({ type: NewSellerAnswer })
  create(@Body() body: NewSellerBody, @AskedBy() asker: Asker): Promise<NewSellerAnswer> {
    return this.sellers.create(asker, body);
  }

  @Get()
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'Sellers, newest first; a seller sees itself.' })
  @ApiOkResponse({ type: SellersAnswer })
  async list(@Query() query: PageQuery, @AskedBy() asker: Asker): Promise<SellersAnswer> {
    const page = await readPage(this.cursors, {
      list: 'sellers',
      query,
      read: (limit, after: string | null) => this.sellers.list(asker, limit, after),
      at: (seller) => seller.seller_id,
    });
    return { sellers: page.items, next_cursor: page.next_cursor };
  }

  @Get(':seller_id')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'One seller.' })
  @ApiOkResponse({ type: SellerAnswer })
  get(@Param('seller_id') sellerId: string, @AskedBy() asker: Asker): Promise<SellerAnswer> {
    return this.sellers.get(asker, sellerId);
  }

  @Patch(':seller_id')
  @Access('admin', 'operator', 'seller')
  @ApiOperation({ summary: 'Change a seller. What is left out stays; null clears alert_url.' })
  @ApiOkResponse({ type: SellerAnswer })
  change(
    @Param('seller_id') sellerId: string,
    @Body() body: SellerPatchBody,
    @AskedBy() asker: Asker,
  ): Promise<SellerAnswer> {
    return this.sellers.change(asker, sellerId, body);
  }

  @Delete(':seller_id')
  @Access('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a seller with its tools and tokens; 409 while it has open orders.' })
  @ApiNoContentResponse()
  delete(@Param('seller_id') sellerId: string, @AskedBy() asker: Asker): Promise<void> {
    return this.sellers.remove(asker, sellerId);
  }

  @Post(':seller_id/rotate-token')
  @Access('admin', 'seller')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new token, shown this once; the old ones and their sessions end at once.' })
  @ApiOkResponse({ type: SellerTokenAnswer })
  rotateToken(
    @Param('seller_id') sellerId: string,
    @Body() _body: EmptyBody,
    @AskedBy() asker: Asker,
  ): Promise<SellerTokenAnswer> {
    return this.sellers.rotateToken(asker, sellerId);
  }

  @Get(':seller_id/notices')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'What the seller was told of its tools, newest first.' })
  @ApiOkResponse({ type: NoticesAnswer })
  async notices(
    @Param('seller_id') sellerId: string,
    @Query() query: PageQuery,
    @AskedBy() asker: Asker,
  ): Promise<NoticesAnswer> {
    const page = await readPage(this.cursors, {
      list: listName('notices', { sellerId }),
      query,
      read: (limit, after: string | null) => this.sellers.notices(asker, sellerId, limit, after),
      at: (notice) => notice.notice_id,
    });
    return { notices: page.items, next_cursor: page.next_cursor };
  }
}
