import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Kits } from '../kits/kits.js';
import type { ToolView } from '../sellers/tool-view.js';
import { Tools } from '../sellers/tools.js';
import type { Asker } from '../storage/audit-log.js';
import { AskedBy } from './asked-by.js';
import { Access } from './auth/access.js';
import { KitsAnswer } from './dto/kit.js';

@ApiTags('Tools')
@Controller('v1/tools/:short_id/kits')
export class KitsController {
  constructor(
    private readonly tools: Tools,
    private readonly kits: Kits,
  ) {}

  @Get()
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({ summary: 'Working sellers to start from, one for each platform.' })
  @ApiOkResponse({ type: KitsAnswer })
  async list(@Param('short_id') shortId: string, @AskedBy() asker: Asker): Promise<KitsAnswer> {
    return { kits: this.kits.list(await this.tool(asker, shortId)) };
  }

  @Get(':name')
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({
    summary: 'A flow or program to import, with the tool’s own addresses.',
    description:
      'Secrets stand in it by name only: as environment variables, or as credentials of the platform that the seller fills in.',
  })
  @ApiProduces('application/json', 'text/javascript', 'text/x-python', 'text/markdown')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @Param('short_id') shortId: string,
    @Param('name') name: string,
    @AskedBy() asker: Asker,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { filename, contentType, text } = this.kits.render(await this.tool(asker, shortId), name);
    return reply
      .header('Content-Type', contentType)
      .header('Content-Disposition', `attachment; filename="${filename}"`)
      .header('X-Content-Type-Options', 'nosniff')
      .header('Cache-Control', 'private')
      .send(text);
  }

  /** Whole: a marketplace, which sees less of it, is not let in here. */
  private async tool(asker: Asker, shortId: string): Promise<ToolView> {
    return (await this.tools.get(asker, shortId)) as ToolView;
  }
}
