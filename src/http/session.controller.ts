import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions } from '../accounts/sessions.js';
import type { Caller } from '../domain/caller.js';
import { Problem } from '../domain/problem.js';
import { Access, CurrentCaller, Public } from './auth/access.js';
import { SessionCookie } from './auth/session-cookie.js';
import { NewSessionBody, SessionAnswer } from './dto/session.js';
import { RequestId } from './request-id.js';

@ApiTags('Accounts')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
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
    return { csrf_token: session.csrfToken };
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
}
