import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { ROLES } from '../../domain/caller.js';

export class NewSessionBody {
  @ApiProperty({ description: 'A bearer token of any role but `marketplace`.' })
  @IsString({ message: 'must be a string' })
  @MaxLength(8192, { message: 'must have at most 8192 characters' })
  token: string;
}

export class SessionAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What writes by this session must echo in the header `X-CSRF-Token`. Null to whom a token was sent.',
  })
  csrf_token: string | null;

  @ApiProperty({ enum: ROLES })
  role: string;

  @ApiProperty({ description: 'Of the token.' })
  name: string;

  @ApiProperty({ type: String, nullable: true, description: "Of a seller's token only." })
  seller_id: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The session ends then; sooner where its token is deleted or replaced. Null to whom a token was sent.',
  })
  expires_at: string | null;

  @ApiProperty({ description: 'Of the server.' })
  version: string;
}
