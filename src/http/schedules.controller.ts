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
import type { Asker } from '../storage/audit-log.js';
import type { JobView, ListedJob } from '../work/jobs/job-view.js';
import { Jobs } from '../work/jobs/jobs.js';
import type { ListedSchedule, ScheduleView } from '../work/schedules/schedule-view.js';
import { Schedules } from '../work/schedules/schedules.js';
import { AskedBy } from './asked-by.js';
import { AccessToWork, CurrentCaller } from './auth/access.js';
import { Cursors } from './cursors.js';
import { JobAnswer, JobsAnswer, SHORT_PAGES } from './dto/job-answer.js';
import { JobsQuery } from './dto/job.js';
import { NewScheduleBody, ScheduleAnswer, SchedulesAnswer } from './dto/schedule.js';
import { wishOf } from './jobs.controller.js';
import { listName, PageQuery, readFound, readPage } from './paging.js';

/** In Fliq's published dialect, at the addresses that its docs name and below `/v1`. */
@ApiTags('Schedules')
@Controller(['schedules', 'v1/schedules'])
export class SchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly jobs: Jobs,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @AccessToWork('admin', 'operator')
  @ApiOperation({
    summary: 'Make a job at every tick of a cron expression.',
    description: 'By a seller where SELLER_WORK is on: 100 at most, then 429.',
  })
  @ApiBody({ type: NewScheduleBody })
  @ApiCreatedResponse({ type: ScheduleAnswer, description: 'Durable; it ticks from now on.' })
  async create(
    @Body() body: unknown,
    @AskedBy() asker: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleView> {
    const view = await this.schedules.create(asker, wishOf(body));
    reply.header('Location', `${prefixOf(request)}/schedules/${view.schedule_id}`);
    return view;
  }

  @Get()
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'Schedules, newest first, without their bodies; a seller sees its own.' })
  @ApiOkResponse({ type: SchedulesAnswer })
  async list(
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ schedules: ListedSchedule[]; next_cursor: string | null }> {
    const page = await readPage(this.cursors, {
      list: listName('schedules', { seller: caller.sellerId }),
      query,
      read: (limit, before: string | null) => this.schedules.list(caller, limit, before),
      at: (schedule) => schedule.schedule_id,
    });
    return { schedules: page.items, next_cursor: page.next_cursor };
  }

  @Get(':schedule_id')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'One schedule.' })
  @ApiOkResponse({ type: ScheduleAnswer })
  get(@Param('schedule_id') scheduleId: string, @CurrentCaller() caller: Caller): Promise<ScheduleView> {
    return this.schedules.get(caller, scheduleId);
  }

  @Delete(':schedule_id')
  @HttpCode(204)
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: 'Delete a schedule. Its jobs stay, and those that wait for their time still run.' })
  @ApiNoContentResponse({ description: 'Deleted.' })
  delete(@Param('schedule_id') scheduleId: string, @AskedBy() asker: Asker): Promise<void> {
    return this.schedules.delete(asker, scheduleId);
  }

  @Post(':schedule_id/pause')
  @HttpCode(200)
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: 'No more ticks until it is resumed; jobs that it has made go on.' })
  @ApiOkResponse({ type: ScheduleAnswer, description: 'Paused, now or before.' })
  pause(@Param('schedule_id') scheduleId: string, @AskedBy() asker: Asker): Promise<ScheduleView> {
    return this.schedules.pause(asker, scheduleId);
  }

  @Post(':schedule_id/resume')
  @HttpCode(200)
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: 'Tick again, from the next tick after now: what went by while it was paused does not run.' })
  @ApiOkResponse({ type: ScheduleAnswer, description: 'Active, now or before.' })
  resume(@Param('schedule_id') scheduleId: string, @AskedBy() asker: Asker): Promise<ScheduleView> {
    return this.schedules.resume(asker, scheduleId);
  }

  @Post(':schedule_id/run')
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: 'Make a job of it now, beside its ticks; also while it is paused or a job of it is open.' })
  @ApiCreatedResponse({ type: JobAnswer, description: 'The job, scheduled for now.' })
  async run(
    @Param('schedule_id') scheduleId: string,
    @AskedBy() asker: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobView> {
    const view = await this.schedules.run(asker, scheduleId);
    reply.header('Location', `${prefixOf(request)}/jobs/${view.job_id}`);
    return view;
  }

  @Get(':schedule_id/jobs')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'The jobs that it has made, newest first, without their bodies.' })
  @ApiOkResponse({ type: JobsAnswer, description: SHORT_PAGES })
  async listJobs(
    @Param('schedule_id') given: string,
    @Query() query: JobsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ jobs: ListedJob[]; next_cursor: string | null }> {
    const scheduleId = await this.schedules.knownId(caller, given);
    const ask = { ...query.toAsk(), scheduleId };
    const page = await readFound(this.cursors, {
      list: listName('jobs', { seller: caller.sellerId, ...ask }),
      query,
      find: (limit, below: string | null) => this.jobs.list(caller, ask, limit, below),
    });
    return { jobs: page.items, next_cursor: page.next_cursor };
  }
}

/** The prefix that was asked under. */
function prefixOf({ url }: FastifyRequest): string {
  return url.startsWith('/v1/') ? '/v1' : '';
}
