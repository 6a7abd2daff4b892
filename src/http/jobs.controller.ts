import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.js';
import { Problem } from '../domain/problem.js';
import { isJsonObject, type JsonObject } from '../domain/strict-json.js';
import { attemptView } from '../orders/order-view.js';
import type { Asker } from '../storage/audit-log.js';
import type { AttemptRow } from '../storage/entities/attempt.js';
import { executionView, type Execution, type JobView, type ListedJob } from '../work/jobs/job-view.js';
import { Jobs } from '../work/jobs/jobs.js';
import { AskedBy } from './asked-by.js';
import { AccessToWork, CurrentCaller } from './auth/access.js';
import { Cursors } from './cursors.js';
import { ExecutionsAnswer, JobAnswer, JobAttemptAnswer, JobsAnswer, SHORT_PAGES } from './dto/job-answer.js';
import { JobAttemptsQuery, JobsQuery, NewJobBody } from './dto/job.js';
import { listName, readFound } from './paging.js';

/** In Fliq's published dialect, at the addresses that its docs name and below `/v1`. */
@ApiTags('Jobs')
@Controller(['jobs', 'v1/jobs'])
export class JobsController {
  constructor(
    private readonly jobs: Jobs,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @AccessToWork('admin', 'operator')
  @ApiOperation({
    summary: 'Call a URL at an instant, and again until it answers 2xx or its retries are spent.',
    description:
      'The same idempotency_key again is 200 and the same job. By a seller where SELLER_WORK is on: 1,000 open ones at most, polls counted, then 429.',
  })
  @ApiBody({ type: NewJobBody })
  @ApiCreatedResponse({ type: JobAnswer, description: 'Durable; it is called at its time.' })
  @ApiOkResponse({ type: JobAnswer, description: 'Made before.' })
  async create(
    @Body() body: unknown,
    @AskedBy() asker: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobView> {
    const { view, created } = await this.jobs.create(asker, wishOf(body));
    reply.code(created ? 201 : 200).header('Location', locationOf(request, view));
    return view;
  }

  @Get()
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'Jobs, newest first, without their bodies; a seller sees its own.' })
  @ApiOkResponse({ type: JobsAnswer, description: SHORT_PAGES })
  async list(
    @Query() query: JobsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ jobs: ListedJob[]; next_cursor: string | null }> {
    const ask = query.toAsk();
    const page = await readFound(this.cursors, {
      list: listName('jobs', { seller: caller.sellerId, ...ask }),
      query,
      find: (limit, below: string | null) => this.jobs.list(caller, ask, limit, below),
    });
    return { jobs: page.items, next_cursor: page.next_cursor };
  }

  @Get(':job_id')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'One job.' })
  @ApiOkResponse({ type: JobAnswer })
  get(@Param('job_id') jobId: string, @CurrentCaller() caller: Caller): Promise<JobView> {
    return this.jobs.get(caller, jobId);
  }

  @Delete(':job_id')
  @HttpCode(204)
  @AccessToWork('admin', 'operator')
  @ApiOperation({
    summary: 'Cancel a job that waits for its time, or for a further try; 409 while it runs and once it has run.',
  })
  @ApiNoContentResponse({ description: 'Cancelled, now or before.' })
  cancel(@Param('job_id') jobId: string, @AskedBy() asker: Asker): Promise<void> {
    return this.jobs.cancel(asker, jobId);
  }

  @Post(':job_id/replay')
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: 'Run a failed job again, as a clone that names it; 409 unless it has failed.' })
  @ApiCreatedResponse({ type: JobAnswer, description: 'The clone, scheduled for now.' })
  async replay(
    @Param('job_id') jobId: string,
    @AskedBy() asker: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobView> {
    const view = await this.jobs.replay(asker, jobId);
    reply.header('Location', locationOf(request, view));
    return view;
  }

  @Get(':job_id/attempts')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'Every call made, and every try to tell of the end (kind `notify`), newest first.' })
  @ApiOkResponse({ type: [JobAttemptAnswer] })
  async attempts(
    @Param('job_id') jobId: string,
    @Query() { limit, before }: JobAttemptsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<Record<string, unknown>[]> {
    return (await this.jobs.attempts(caller, jobId, limit, before ?? null)).map(jobAttemptView);
  }

  @Get(':job_id/executions')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: "The calls made, newest first, in the words of Fliq's docs." })
  @ApiOkResponse({ type: ExecutionsAnswer })
  async executions(
    @Param('job_id') jobId: string,
    @Query() { limit, before }: JobAttemptsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ executions: Execution[] }> {
    return { executions: (await this.jobs.calls(caller, jobId, limit, before ?? null)).map(executionView) };
  }
}

/** A body in Fliq's dialect: any object; its fields are read where they mean something. */
export function wishOf(body: unknown): JsonObject {
  const given = body ?? {};
  if (!isJsonObject(given)) throw Problem.invalid([{ field: 'body', message: 'must be a JSON object' }]);
  return given;
}

/** Below the prefix that was asked for. */
function locationOf({ url }: FastifyRequest, { job_id }: JobView): string {
  return `${url.startsWith('/v1/') ? '/v1' : ''}/jobs/${job_id}`;
}

function jobAttemptView(row: AttemptRow): Record<string, unknown> {
  const completed_at = new Date(row.started_at + row.duration_ms).toISOString();
  return { id: row.attempt_id, job_id: row.job_id, ...attemptView(row), completed_at };
}
