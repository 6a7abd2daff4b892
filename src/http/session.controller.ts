import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions, type OpenSession } from '../accounts/sessions.js';
import type { Caller } from '../domain/caller.js';
import { Problem } from '../domain/problem.js';
import { Access, CurrentCaller, Public } from './auth/access.js';
import { SessionCookie } from './auth/session-cookie.js';
import { NewSessionBody, SessionAnswer } from './dto/session.js';
import { RequestId } from './request-id.js';

/** The version of the server, provided by whoever composes it. */
export const SERVER_VERSION = Symbol('server version');

@ApiTags('Accounts')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    @Inject(SERVER_VERSION) private readonly version: string,
  ) {}

  @Post()
  @Public()
  @ApiOperation({ summary: 'Log in: a cookie in place of the token, for 12 hours at most.' })
  @ApiCreatedResponse({ type: SessionAnswer })
  async open(
    @Body() body: NewSessionBody,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const session = await this.sessions.open(body.token, requestId);
    reply.header('Set-Cookie', this.cookie.keep(session.sessionId));
    return this.view(session.caller, session);
  }

  @Get()
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'Who asks; by session also its CSRF token, for a page that was loaded anew.' })
  @ApiOkResponse({ type: SessionAnswer })
  async show(@Req() request: FastifyRequest, @CurrentCaller() caller: Caller): Promise<SessionAnswer> {
    const { authorization, cookie } = request.headers;
    const sessionId = authorization === undefined ? this.cookie.read(cookie) : null;
    return this.view(caller, sessionId === null ? null : await this.sessions.find(sessionId));
  }

  @Delete()
  @Access('admin', 'operator', 'viewer', 'seller')
  @HttpCode(204)
  @ApiOperation({ summary: 'Log out.' })
  @ApiNoContentResponse()
  async end(
    @Req() request: FastifyRequest,
    @CurrentCaller() caller: Caller,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const sessionId = this.cookie.read(request.headers.cookie);
    const ended = sessionId !== null && (await this.sessions.end(sessionId, caller, requestId));
    if (!ended) throw Problem.notFound('session');
    reply.header('Set-Cookie', this.cookie.forget());
  }

  private view({ role, name, sellerId }: Caller, session: OpenSession | null): SessionAnswer {
    return {
      csrf_token: session && session.csrfToken,
      ...{ role, name, seller_id: sellerId },
      expires_at: session && new Date(session.expiresAt).toISOString(),
      version: this.version,
    };
  }
}
