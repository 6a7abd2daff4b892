import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Bulks } from '../orders/bulk/bulks.js';
import type { Asker } from '../storage/audit-log.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { Cursors } from './cursors.js';
import { BegunBulkAnswer, BulkAnswer, BulksAnswer, NewBulkBody } from './dto/bulk.js';
import { idempotencyKey } from './intake-keys.js';
import { listName, PageQuery, readPage } from './paging.js';

@ApiTags('Orders')
@Controller('v1/orders/bulk')
export class BulksController {
  constructor(
    private readonly bulks: Bulks,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Access('admin', 'operator', 'seller')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Check, retry or cancel every order that fits a filter; a seller checks its own.',
    description:
      'It goes on by itself. With `dry_run` it only counts, and answers 200; so does a key that was used before.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 256 visible ASCII.' })
  @ApiAcceptedResponse({ type: BegunBulkAnswer })
  @ApiOkResponse({ type: BegunBulkAnswer, description: 'Counted only, or begun before by the same key.' })
  async start(
    @Body() body: NewBulkBody,
    @AskedBy() asker: Asker,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BegunBulkAnswer> {
    const key = idempotencyKey(headers);
    if (body.dry_run === true) {
      reply.code(200);
      return this.bulks.dryRun(asker, body.toRequest());
    }
    const { created, ...begun } = await this.bulks.start(asker, body.toRequest(), key);
    if (!created) reply.code(200);
    return begun;
  }

  @Get()
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'Actions on many orders, newest first; a seller sees its own.' })
  @ApiOkResponse({ type: BulksAnswer })
  async list(@Query() query: PageQuery, @AskedBy() asker: Asker): Promise<object> {
    const page = await readPage(this.cursors, {
      list: listName('bulks', { caller: asker.caller.sellerId }),
      query,
      read: (limit, before: string | null) => this.bulks.list(asker, limit, before),
      at: (bulk) => bulk.bulk_id,
    });
    return { bulks: page.items, next_cursor: page.next_cursor };
  }

  @Get(':bulk_id')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'How far an action on many orders has come.' })
  @ApiOkResponse({ type: BulkAnswer })
  async get(@Param('bulk_id') bulkId: string, @AskedBy() asker: Asker): Promise<object> {
    return this.bulks.get(asker, bulkId);
  }
}
