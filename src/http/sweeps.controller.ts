import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../storage/audit-log.js';
import { SweepNow } from '../orders/sweep-now.js';
import { sweepView, type SweepView } from '../orders/sweep-view.js';
import { SweepStore } from '../storage/sweep-store.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { Cursors } from './cursors.js';
import { NewSweepAnswer, NewSweepQuery, SweepsAnswer } from './dto/sweep.js';
import { PageQuery, readPage } from './paging.js';
import { EmptyBody } from './validation.pipe.js';

@ApiTags('Sweeps')
@Controller('v1/sweeps')
export class SweepsController {
  constructor(
    private readonly sweep: SweepNow,
    private readonly sweeps: SweepStore,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Access('admin', 'operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Check what waits for the next sweep now; with `all`, whatever waits for a check.' })
  @ApiAcceptedResponse({ type: NewSweepAnswer })
  async open(
    @Query() query: NewSweepQuery,
    @Body() _body: EmptyBody,
    @AskedBy() asker: Asker,
  ): Promise<NewSweepAnswer> {
    const { sweepId, due } = await this.sweep.open(asker, query.all === 'true');
    return { sweep_id: sweepId, due };
  }

  @Get()
  @Access('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'Past sweeps, newest first.' })
  @ApiOkResponse({ type: SweepsAnswer })
  async list(@Query() query: PageQuery): Promise<{ sweeps: SweepView[]; next_cursor: string | null }> {
    const page = await readPage(this.cursors, {
      list: 'sweeps',
      query,
      read: (limit, before: string | null) => this.sweeps.list(limit, before),
      at: (sweep) => sweep.sweep_id,
    });
    return { sweeps: page.items.map(sweepView), next_cursor: page.next_cursor };
  }
}
