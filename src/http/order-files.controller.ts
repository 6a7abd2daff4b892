import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Asker } from '../storage/audit-log.js';
import type { FileLink } from '../orders/file-links.js';
import { OrderFiles } from '../orders/order-files.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { AccessOrLink } from './auth/link-or-token.guard.js';
import { FileQuery, LinkAnswer, LinkBody } from './dto/order-file.js';
import { planDownload } from './plan-download.js';

@ApiTags('Orders')
@Controller('v1/orders/:order_id/files/:n')
export class OrderFilesController {
  constructor(private readonly files: OrderFiles) {}

  @Get()
  @AccessOrLink()
  @ApiOperation({
    summary:
      'The bytes of a result file, for its marketplace, its seller, or whoever bears a link to it or a share token.',
  })
  @ApiProduces('*/*')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @Param('order_id') orderId: string,
    @Param('n') n: string,
    @Query() link: FileQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = request.caller ?? request.share;
    const file = reader ? await this.files.find(reader, orderId, n) : await this.files.findByLink(orderId, n, link);
    const { status, headers, bytes } = planDownload(request.headers, file);
    reply.code(status).headers(headers);
    if (bytes === null) return reply.send();
    // An empty stream keeps the length of what a GET would send; no body at all would make it 0.
    return reply.send(request.method === 'HEAD' ? Readable.from([]) : await this.files.open(file, bytes));
  }

  @Post('link')
  @Access('admin', 'operator', 'marketplace')
  @HttpCode(200)
  @ApiOperation({ summary: 'A URL of the file that needs no token, for a while.' })
  @ApiOkResponse({ type: LinkAnswer })
  link(
    @Param('order_id') orderId: string,
    @Param('n') n: string,
    @Body() { expires_s }: LinkBody,
    @AskedBy() asker: Asker,
  ): Promise<FileLink> {
    return this.files.link(asker, orderId, n, expires_s);
  }
}
