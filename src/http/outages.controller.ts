import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../domain/caller.js';
import { outageView, type OutageView } from '../orders/outages/outage-view.js';
import { ReadOutages } from '../orders/outages/read-outages.js';
import { ReplayOutages } from '../orders/outages/replay-outages.js';
import { replayView, type ReplayView } from '../orders/outages/replay-view.js';
import type { Asker } from '../storage/audit-log.js';
import { AskedBy } from './asked-by.js';
import { Access, CurrentCaller } from './auth/access.js';
import { Cursors } from './cursors.js';
import { OutageAnswer, OutagesAnswer, OutagesQuery, ReplayAnswer, ReplayBody } from './dto/outage.js';
import { listName, readPage } from './paging.js';

@ApiTags('Outages')
@Controller('v1/outages')
export class OutagesController {
  constructor(
    private readonly outages: ReadOutages,
    private readonly replaying: ReplayOutages,
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

  @Get(':outage_id')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'One outage, with its last replay.' })
  @ApiOkResponse({ type: OutageAnswer })
  async get(
    @Param('outage_id') outageId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<OutageView & { replay: ReplayView | null }> {
    const outage = await this.outages.find(caller, outageId);
    return { ...outageView(outage), replay: replayView(outage) };
  }

  @Post(':outage_id/replay')
  @Access('admin', 'operator')
  @ApiOperation({
    summary: 'Make good what an outage held up; 409 `outage_lasts` while it goes on.',
    description:
      'What never started goes again, what was begun is asked for now, and deadlines are moved by as long as it lasted; some orders at a time. Asked for again, it does what is left.',
  })
  @ApiOkResponse({ type: ReplayAnswer, description: 'A dry run: what it would do.' })
  @ApiAcceptedResponse({ type: ReplayAnswer, description: 'It is under way, or was done before.' })
  async replay(
    @Param('outage_id') outageId: string,
    @Body() { dry_run = false, redo = false }: ReplayBody,
    @AskedBy() asker: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReplayView> {
    reply.status(dry_run ? 200 : 202);
    return this.replaying.replay(asker, outageId, { dryRun: dry_run, redo });
  }
}
