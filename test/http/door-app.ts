import { Body, Controller, Get, Headers, HttpCode, Module, Param, Post, Query, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accountsProviders, makeAccounts, type Accounts } from '../../src/accounts/accounts-parts.js';
import type { Caller } from '../../src/domain/caller.js';
import { AsItCame } from '../../src/http/as-it-came.js';
import {
  Access,
  AllowsSignature,
  CurrentCaller,
  Public,
  openToAnyone,
  type IntakeSignature,
} from '../../src/http/auth/access.js';
import { Gate } from '../../src/http/auth/gate.js';
import { SessionCookie } from '../../src/http/auth/session-cookie.js';
import { Cursors } from '../../src/http/cursors.js';
import { answerError } from '../../src/http/error-answer.js';
import { READINESS, type ReadinessCheck } from '../../src/http/health.controller.js';
import { generalControllers, httpProviders } from '../../src/http/http-parts.js';
import { Conditional } from '../../src/http/not-modified.js';
import { PageQuery, listName, readPage } from '../../src/http/paging.js';
import { preferredWaitMs } from '../../src/http/prefer.js';
import { ServerEvents, lastEventId } from '../../src/http/server-events.js';
import { makeAdapter, nestOptions } from '../../src/http/server-options.js';
import { setUpHttp, type AnsweredRequest, type HttpDoor } from '../../src/http/set-up-http.js';
import { EmptyBody } from '../../src/http/validation.pipe.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { Metrics } from '../../src/telemetry/metrics.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder } from '../support/temp-folder.js';

export const ADMIN = 'admin-token-of-the-tests-0123456789';
export const METRICS = 'metrics-token-of-the-tests';

class Inner {
  @IsInt({ message: 'must be a whole number' })
  size: number;
}

class ThingBody {
  @ApiProperty()
  @IsString({ message: 'must be a string' })
  name: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  parts?: Inner[];

  @IsOptional()
  @AsItCame()
  @IsObject({ message: 'must be an object' })
  inputs?: Record<string, unknown>;
}

class ThingQuery extends PageQuery {
  @IsOptional()
  @IsString()
  color?: string;
}

const things = Array.from({ length: 30 }, (_, i) => `t${String(i).padStart(2, '0')}`);

@Controller('v1/things')
class ThingsController {
  constructor(
    private readonly cursors: Cursors,
    private readonly events: ServerEvents,
  ) {}

  @Post()
  @Access('admin', 'operator')
  create(@Body() body: ThingBody) {
    return { body, type: body.constructor.name };
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Access('admin', 'seller')
  pause(@Param('id') id: string, @Body() _body: EmptyBody) {
    return { id };
  }

  @Get()
  @Access('admin', 'viewer')
  async list(@Query() query: ThingQuery) {
    const page = await readPage(this.cursors, {
      list: listName('things', { color: query.color }),
      query,
      read: async (limit, after: string | null) => things.filter((t) => t > (after ?? '')).slice(0, limit),
      at: (thing) => thing,
    });
    return { things: page.items, next_cursor: page.next_cursor };
  }

  @Get('stream')
  @Access('admin')
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const from = things.indexOf(lastEventId(request) ?? '') + 1;
    const stream = this.events.open(request, reply);
    for (const thing of things.slice(from)) await stream.send({ event: 'thing', id: thing, data: { thing } });
  }

  @Get('mine')
  @Access('admin', 'operator', 'viewer', 'marketplace', 'seller')
  mine(@CurrentCaller() caller: Caller) {
    return { caller };
  }

  @Get('steady')
  @Access('admin')
  @Conditional()
  steady() {
    return { steady: true };
  }

  @Get('wait')
  @Access('admin')
  wait(@Headers('prefer') prefer: string | undefined) {
    return { wait_ms: preferredWaitMs(prefer) };
  }

  @Get('broken')
  @Public()
  broken() {
    throw new Error('the password is hunter2');
  }

  @Post('intake')
  @AllowsSignature('admin', 'marketplace')
  intake(@Body() body: ThingBody, @CurrentCaller() caller: Caller, @Req() request: FastifyRequest) {
    return { name: body.name, caller, bytes: request.rawBody?.length ?? null };
  }
}

export interface DoorApp {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly door: HttpDoor;
  readonly accounts: Accounts;
  readonly database: Database;
  readonly clock: ManualClock;
  readonly events: ServerEvents;
  /** Unexpected errors that were told. */
  readonly reported: unknown[];
  readonly answered: AnsweredRequest[];
  readonly checks: ReadinessCheck[];
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of an answer
  readonly json: any;
}

export interface DoorAppOptions {
  readonly secure?: boolean;
  readonly heartbeatMs?: number;
  readonly signature?: IntakeSignature | null;
}

const goodSignature: IntakeSignature = (headers) =>
  headers['webhook-signature'] === 'good' ? { ok: true } : { ok: false, problem: 'The signature does not match.' };

/** The real door before dummy controllers, on a real database and a real port. */
export async function startDoorApp(options: DoorAppOptions = {}): Promise<DoorApp> {
  const folder = makeTempFolder();
  const database = await openSqlite(folder.join('door.sqlite'));
  const clock = new ManualClock();
  const accounts = makeAccounts({ database, clock, adminToken: ADMIN });
  const cookie = new SessionCookie(options.secure ?? false);
  const gate = new Gate({
    ...accounts,
    cookie,
    metricsToken: METRICS,
    intakeSignature: options.signature === undefined ? goodSignature : options.signature,
  });
  const events = new ServerEvents({
    heartbeatMs: options.heartbeatMs ?? 50,
    stillProven: (request) => gate.stillProven(request),
  });
  const cursors = new Cursors([Buffer.alloc(32, 7)]);
  const reported: unknown[] = [];
  const answered: AnsweredRequest[] = [];
  const checks: ReadinessCheck[] = [];

  @Module({
    controllers: [...generalControllers, ThingsController],
    providers: [
      ...accountsProviders(accounts),
      ...httpProviders({ cookie, cursors, events, version: '0.0.0' }),
      { provide: READINESS, useValue: checks },
      { provide: Metrics, useValue: new Metrics() },
    ],
  })
  class DoorModule {}

  const app = await NestFactory.create<NestFastifyApplication>(DoorModule, makeAdapter({ trustProxy: [] }), {
    ...nestOptions,
    logger: false,
  });
  const report = (error: unknown) => void reported.push(error);
  const door = setUpHttp(app, {
    gate,
    events,
    report,
    version: '1.2.3',
    onAnswered: (request) => void answered.push(request),
    handWritten: { '/api/plugin': { post: { 'x-roles': ['callback_secret'], security: [], responses: {} } as never } },
  });
  await app.register(async (plugin: FastifyInstance) => {
    plugin.setErrorHandler((error, request, reply) => answerError(error, request, reply, report));
    plugin.post('/api/plugin', { config: { access: openToAnyone } }, async () => {
      throw new Error('a secret of the plugin');
    });
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    app,
    door,
    accounts,
    database,
    clock,
    events,
    reported,
    answered,
    checks,
    call: (method, path, call) => callUrl(`${url}${path}`, method, call),
    close: async () => {
      events.closeAll();
      app.getHttpServer().closeAllConnections();
      await app.close();
      await database.close();
      folder.remove();
    },
  };
}

async function callUrl(url: string, method: string, { token, body, headers }: CallOptions = {}): Promise<Answer> {
  const isText = typeof body === 'string';
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: body === undefined ? undefined : isText ? body : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}
