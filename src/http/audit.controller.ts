import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Audit } from '../accounts/audit.js';
import { Access } from './auth/access.js';
import { Cursors } from './cursors.js';
import { AuditAnswer } from './dto/audit.js';
import { PageQuery, readPage } from './paging.js';

@ApiTags('Accounts')
@Controller('v1/audit')
export class AuditController {
  constructor(
    private readonly audit: Audit,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Access('admin')
  @ApiOperation({ summary: 'Who changed what, newest first.' })
  @ApiOkResponse({ type: AuditAnswer })
  async list(@Query() query: PageQuery): Promise<AuditAnswer> {
    const page = await readPage(this.cursors, {
      list: 'audit',
      query,
      read: (limit, after: string | null) => this.audit.list(limit, after),
      at: (entry) => entry.entry_id,
    });
    return { entries: page.items, next_cursor: page.next_cursor };
  }
}
