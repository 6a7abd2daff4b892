import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Tokens } from '../accounts/tokens.js';
import type { Caller } from '../domain/caller.js';
import { Access, CurrentCaller } from './auth/access.js';
import { Cursors } from './cursors.js';
import { NewTokenAnswer, NewTokenBody, TokenAnswer, TokensAnswer } from './dto/token.js';
import { PageQuery, readPage } from './paging.js';
import { RequestId } from './request-id.js';

@ApiTags('Accounts')
@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: Tokens,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Access('admin')
  @ApiOperation({ summary: 'Make a token; its text is shown this once.' })
  @ApiCreatedResponse({ type: NewTokenAnswer })
  create(
    @Body() body: NewTokenBody,
    @CurrentCaller() caller: Caller,
    @RequestId() requestId: string,
  ): Promise<NewTokenAnswer> {
    return this.tokens.create(caller, body, requestId);
  }

  @Get()
  @Access('admin')
  @ApiOperation({ summary: 'The tokens that count now, newest first.' })
  @ApiOkResponse({ type: TokensAnswer })
  async list(@Query() query: PageQuery): Promise<TokensAnswer> {
    const page = await readPage(this.cursors, {
      list: 'tokens',
      query,
      read: (limit, after: string | null) => this.tokens.list(limit, after),
      at: (token) => token.token_id,
    });
    return { tokens: page.items, next_cursor: page.next_cursor };
  }

  @Get(':token_id')
  @Access('admin')
  @ApiOperation({ summary: 'One token, without its text.' })
  @ApiOkResponse({ type: TokenAnswer })
  get(@Param('token_id') tokenId: string): Promise<TokenAnswer> {
    return this.tokens.get(tokenId);
  }

  @Delete(':token_id')
  @Access('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a token and every session opened with it.' })
  @ApiNoContentResponse()
  delete(
    @Param('token_id') tokenId: string,
    @CurrentCaller() caller: Caller,
    @RequestId() requestId: string,
  ): Promise<void> {
    return this.tokens.delete(caller, tokenId, requestId);
  }
}
