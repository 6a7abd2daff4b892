import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../domain/caller.js';
import { ReadAttention } from '../orders/attention/read-attention.js';
import { Access, CurrentCaller } from './auth/access.js';
import { AttentionAnswer, attentionAnswer } from './dto/attention.js';

@ApiTags('Attention')
@Controller('v1/attention')
export class AttentionController {
  constructor(private readonly attention: ReadAttention) {}

  @Get()
  @Access('admin', 'operator', 'viewer', 'seller')
  @ApiOperation({
    summary: 'What needs a person, grouped by cause, the gravest first; a seller sees its own.',
    description: "One seller's outage is one group, and its orders stand in no other. Test orders need nobody.",
  })
  @ApiOkResponse({ type: AttentionAnswer })
  async read(@CurrentCaller() caller: Caller): Promise<AttentionAnswer> {
    return attentionAnswer(await this.attention.read(caller));
  }
}
