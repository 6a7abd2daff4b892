import { ApiProperty } from '@nestjs/swagger';

class AuditActor {
  @ApiProperty()
  role: string;

  @ApiProperty()
  token_id: string;

  @ApiProperty()
  name: string;
}

class AuditEntryAnswer {
  @ApiProperty()
  entry_id: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: AuditActor })
  actor: AuditActor;

  @ApiProperty({ example: 'token.created' })
  action: string;

  @ApiProperty({ description: 'The id of what was changed.' })
  target: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  details: Readonly<Record<string, unknown>> | null;

  @ApiProperty()
  request_id: string;
}

export class AuditAnswer {
  @ApiProperty({ type: [AuditEntryAnswer] })
  entries: AuditEntryAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
