import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ConformanceTests } from '../sellers/conformance/conformance-tests.js';
import type { Asker } from '../storage/audit-log.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { Cursors } from './cursors.js';
import { NewTestBody, TestAnswer, TestsAnswer } from './dto/conformance.js';
import { listName, PageQuery, readPage } from './paging.js';

@ApiTags('Tools')
@Controller('v1/tools/:short_id')
export class ConformanceController {
  constructor(
    private readonly tests: ConformanceTests,
    private readonly cursors: Cursors,
  ) {}

  @Post('test')
  @Access('admin', 'operator', 'seller')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Test a tool: two test orders by the real road, and what a stranger might try. A seller 6 times an hour.',
    description:
      'It goes on by itself, one test of a tool at a time; read its report until `status` is no longer `running`.',
  })
  @ApiAcceptedResponse({ type: TestAnswer })
  async start(
    @Param('short_id') shortId: string,
    @Body() body: NewTestBody,
    @AskedBy() asker: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const test = await this.tests.start(asker, shortId, body.toWish());
    reply.header('Location', `/v1/tools/${encodeURIComponent(shortId)}/tests/${test.test_id}`);
    return test;
  }

  @Get('tests')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'Conformance tests of a tool, newest first, without their checks.' })
  @ApiOkResponse({ type: TestsAnswer })
  async list(@Param('short_id') shortId: string, @Query() query: PageQuery, @AskedBy() asker: Asker): Promise<object> {
    const page = await readPage(this.cursors, {
      list: listName('conformance', { tool: shortId }),
      query,
      read: (limit, before: string | null) => this.tests.list(asker, shortId, limit, before),
      at: (test) => test.test_id,
    });
    return { tests: page.items, next_cursor: page.next_cursor };
  }

  @Get('tests/:test_id')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'The report of a conformance test; while it runs, what it has found so far.' })
  @ApiOkResponse({ type: TestAnswer })
  get(@Param('short_id') shortId: string, @Param('test_id') testId: string, @AskedBy() asker: Asker): Promise<object> {
    return this.tests.get(asker, shortId, testId);
  }
}
