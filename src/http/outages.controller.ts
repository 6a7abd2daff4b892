import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../domain/caller.js';
import { outageView, type OutageView } from '../orders/outages/outage-view.js';
import { ReadOutages } from '../orders/outages/read-outages.js';
import { Access, CurrentCaller } from './auth/access.js';
import { Cursors } from './cursors.js';
import { OutagesAnswer, OutagesQuery } from './dto/outage.js';
import { listName, readPage } from './paging.js';

@ApiTags('Outages')
@Controller('v1/outages')
export class OutagesController {
  constructor(
    private readonly outages: ReadOutages,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'When sellers could not be called, newest first; a seller sees its own.' })
  @ApiOkResponse({ type: OutagesAnswer })
  async list(
    @Query() query: OutagesQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ outages: OutageView[]; next_cursor: string | null }> {
    const { seller_id: sellerId, short_id: shortId } = query;
    const page = await readPage(this.cursors, {
      list: listName('outages', { sellerId, shortId, caller: caller.sellerId }),
      query,
      read: (limit, before: string | null) => this.outages.list(caller, { sellerId, shortId }, limit, before),
      at: (outage) => outage.outage_id,
    });
    return { outages: page.items.map(outageView), next_cursor: page.next_cursor };
  }
}
