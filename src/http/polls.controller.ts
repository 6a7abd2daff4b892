import { Body, Controller, Delete, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../domain/caller.js';
import { attemptView } from '../orders/order-view.js';
import type { Asker } from '../storage/audit-log.js';
import type { ListedPoll, PollView } from '../work/polls/poll-view.js';
import { Polls } from '../work/polls/polls.js';
import { AskedBy } from './asked-by.js';
import { AccessToWork, CurrentCaller } from './auth/access.js';
import { clientGone } from './client-gone.js';
import { Cursors } from './cursors.js';
import { AttemptsAnswer } from './dto/order-history.js';
import { PollAnswer, PollsAnswer } from './dto/poll-answer.js';
import { NewPollBody } from './dto/poll.js';
import { listName, PageQuery, readPage } from './paging.js';
import { preferredWaitMs, waitApplied } from './prefer.js';

@ApiTags('Polls')
@Controller('v1/polls')
export class PollsController {
  constructor(
    private readonly polls: Polls,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @AccessToWork('admin', 'operator')
  @ApiOperation({
    summary:
      'Ask a URL again and again until its answer fits. The same idempotency_key again is 200 and the same poll.',
    description:
      'The first request goes at once. By a seller where SELLER_WORK is on: 1,000 open ones at most, then 429.',
  })
  @ApiCreatedResponse({ type: PollAnswer, description: 'Durable; it is asked from now on.' })
  @ApiOkResponse({ type: PollAnswer, description: 'Made before.' })
  async create(
    @Body() body: NewPollBody,
    @AskedBy() asker: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PollView> {
    const { view, created } = await this.polls.create(asker, body);
    reply.code(created ? 201 : 200).header('Location', `/v1/polls/${view.poll_id}`);
    return view;
  }

  @Get()
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'Polls, newest first, without their responses; a seller sees its own.' })
  @ApiOkResponse({ type: PollsAnswer })
  async list(
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ polls: ListedPoll[]; next_cursor: string | null }> {
    const page = await readPage(this.cursors, {
      list: listName('polls', { seller: caller.sellerId }),
      query,
      read: (limit, before: string | null) => this.polls.list(caller, limit, before),
      at: (poll) => poll.poll_id,
    });
    return { polls: page.items, next_cursor: page.next_cursor };
  }

  @Get(':poll_id')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'One poll. With `Prefer: wait=N` once it has ended, or after N seconds.' })
  @ApiHeader({ name: 'Prefer', required: false, description: '`wait=N`, at most 60 (RFC 7240).' })
  @ApiOkResponse({ type: PollAnswer })
  async get(
    @Param('poll_id') pollId: string,
    @CurrentCaller() caller: Caller,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PollView> {
    const ms = preferredWaitMs(prefer);
    if (ms === null) return this.polls.get(caller, pollId);
    reply.header('Preference-Applied', waitApplied(ms));
    return this.polls.getEnded(caller, pollId, ms, clientGone(reply));
  }

  @Delete(':poll_id')
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: 'Cancel a poll; 409 where it has ended otherwise.' })
  @ApiOkResponse({ type: PollAnswer })
  cancel(@Param('poll_id') pollId: string, @AskedBy() asker: Asker): Promise<PollView> {
    return this.polls.cancel(asker, pollId);
  }

  @Get(':poll_id/attempts')
  @AccessToWork('admin', 'operator', 'viewer')
  @ApiOperation({ summary: 'Every request made, and every try to tell of the end, newest first.' })
  @ApiOkResponse({ type: AttemptsAnswer })
  async attempts(
    @Param('poll_id') pollId: string,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<{ attempts: Record<string, unknown>[]; next_cursor: string | null }> {
    const page = await readPage(this.cursors, {
      list: listName('poll-attempts', { pollId }),
      query,
      read: (limit, before: string | null) => this.polls.attempts(caller, pollId, limit, before),
      at: (attempt) => attempt.attempt_id,
    });
    return { attempts: page.items.map(attemptView), next_cursor: page.next_cursor };
  }
}
