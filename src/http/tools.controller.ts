import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../storage/audit-log.js';
import { Tools } from '../sellers/tools.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { Cursors } from './cursors.js';
import { NewToolAnswer, RotatedSecretAnswer, ToolAnswer, ToolsAnswer, ToolStatsAnswer } from './dto/tool-answer.js';
import { ToolDurationsAnswer } from './dto/tool-durations.js';
import { PlanPreviewAnswer, PlanPreviewQuery } from './dto/plan-preview.js';
import { NewToolBody, RotateSecretBody, ToolPatchBody } from './dto/tool.js';
import { ToolsQuery } from './dto/tools-query.js';
import { listName, readPage } from './paging.js';
import { EmptyBody } from './validation.pipe.js';

/** How long an old secret counts beside the new one where the caller does not say. */
const DEFAULT_GRACE_S = 86_400;

@ApiTags('Tools')
@Controller('v1/tools')
export class ToolsController {
  constructor(
    private readonly tools: Tools,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Access('admin', 'operator', 'seller')
  @ApiOperation({ summary: 'Register a tool; its two secrets are shown this once.' })
  @ApiCreatedResponse({ type: NewToolAnswer })
  create(@Body() body: NewToolBody, @AskedBy() asker: Asker): Promise<NewToolAnswer> {
    return this.tools.create(asker, body);
  }

  @Get()
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({ summary: 'Tools by short_id; a seller sees its own, a marketplace no URLs and headers.' })
  @ApiOkResponse({ type: ToolsAnswer })
  async list(@Query() query: ToolsQuery, @AskedBy() asker: Asker): Promise<ToolsAnswer> {
    const page = await readPage(this.cursors, {
      list: listName('tools', { seller_id: query.seller_id }),
      query,
      read: (limit, after: string | null) => this.tools.list(asker, { limit, after, sellerId: query.seller_id }),
      at: (tool) => tool.short_id,
    });
    return { tools: page.items, next_cursor: page.next_cursor };
  }

  @Get(':short_id')
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  @ApiOperation({ summary: 'One tool. Header values are masked.' })
  @ApiOkResponse({ type: ToolAnswer })
  get(@Param('short_id') shortId: string, @AskedBy() asker: Asker): Promise<ToolAnswer> {
    return this.tools.get(asker, shortId);
  }

  @Patch(':short_id')
  @Access('admin', 'operator', 'seller')
  @ApiOperation({
    summary: 'Change a tool. What is left out stays; null clears. URLs of a new origin need auth_headers anew.',
  })
  @ApiOkResponse({ type: ToolAnswer })
  change(
    @Param('short_id') shortId: string,
    @Body() body: ToolPatchBody,
    @AskedBy() asker: Asker,
  ): Promise<ToolAnswer> {
    return this.tools.change(asker, shortId, body);
  }

  @Delete(':short_id')
  @Access('admin', 'operator', 'seller')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a tool; 409 while it has open orders. Its short_id is never issued again.' })
  @ApiNoContentResponse()
  delete(@Param('short_id') shortId: string, @AskedBy() asker: Asker): Promise<void> {
    return this.tools.remove(asker, shortId);
  }

  @Post(':short_id/rotate-secret')
  @Access('admin', 'operator', 'seller')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new secret, shown this once; the one before counts beside it for grace_s.' })
  @ApiOkResponse({ type: RotatedSecretAnswer })
  rotateSecret(
    @Param('short_id') shortId: string,
    @Body() { which, grace_s = DEFAULT_GRACE_S }: RotateSecretBody,
    @AskedBy() asker: Asker,
  ): Promise<RotatedSecretAnswer> {
    return this.tools.rotateSecret(asker, shortId, { which, grace_s });
  }

  @Post(':short_id/pause')
  @Access('admin', 'operator', 'seller')
  @HttpCode(200)
  @ApiOperation({ summary: 'No more forwards: waiting orders wait, new ones are refused; checks and callbacks go on.' })
  @ApiOkResponse({ type: ToolAnswer })
  pause(@Param('short_id') shortId: string, @Body() _body: EmptyBody, @AskedBy() asker: Asker): Promise<ToolAnswer> {
    return this.tools.pause(asker, shortId);
  }

  @Post(':short_id/resume')
  @Access('admin', 'operator', 'seller')
  @HttpCode(200)
  @ApiOperation({ summary: 'Forwards that waited go now.' })
  @ApiOkResponse({ type: ToolAnswer })
  resume(@Param('short_id') shortId: string, @Body() _body: EmptyBody, @AskedBy() asker: Asker): Promise<ToolAnswer> {
    return this.tools.resume(asker, shortId);
  }

  @Get(':short_id/stats')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'How the tool does: its newest 1,000 orders of the last 30 days.' })
  @ApiOkResponse({ type: ToolStatsAnswer })
  stats(@Param('short_id') shortId: string, @AskedBy() asker: Asker): Promise<ToolStatsAnswer> {
    return this.tools.stats(asker, shortId);
  }

  @Get(':short_id/durations')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({
    summary: 'How long the tool’s orders took, as a histogram, and when its plan asks.',
    description:
      'Of its newest 1,000 orders of the last 30 days that their seller ended by callback or as a check found, test orders ' +
      'left out. Worked out anew after a minute at the earliest.',
  })
  @ApiOkResponse({ type: ToolDurationsAnswer })
  durations(@Param('short_id') shortId: string, @AskedBy() asker: Asker): Promise<ToolDurationsAnswer> {
    return this.tools.durations(asker, shortId);
  }

  @Get(':short_id/plan-preview')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({
    summary: 'What plans would have come to on the tool’s own past orders: checks and waiting.',
    description:
      'On a virtual clock, over its newest 1,000 finished orders of the last 30 days. Where only a check found the end, ' +
      'the time is drawn from what is known of all. `learned` asks about each half of the orders by what the other half taught.',
  })
  @ApiOkResponse({ type: PlanPreviewAnswer })
  previewPlans(
    @Param('short_id') shortId: string,
    @Query() query: PlanPreviewQuery,
    @AskedBy() asker: Asker,
  ): Promise<PlanPreviewAnswer> {
    return this.tools.previewPlans(asker, shortId, query.polls());
  }
}
