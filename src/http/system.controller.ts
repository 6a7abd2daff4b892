import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SystemState } from '../work/watching/system-state.js';
import { Access } from './auth/access.js';
import { SeriesQuery, SystemAnswer, SystemSeriesAnswer } from './dto/system.js';

@ApiTags('System')
@Controller('v1/system')
export class SystemController {
  constructor(private readonly system: SystemState) {}

  @Get()
  @Access('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'How the whole installation is doing now.' })
  @ApiOkResponse({ type: SystemAnswer })
  now(): Promise<SystemAnswer> {
    return this.system.now();
  }

  @Get('series')
  @Access('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'What happened over time: orders, calls, lateness; kept for eight days.' })
  @ApiOkResponse({ type: SystemSeriesAnswer })
  series(@Query() { range = '6h' }: SeriesQuery): Promise<SystemSeriesAnswer> {
    return this.system.series(range);
  }
}
