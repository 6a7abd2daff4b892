import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ROLES, type Role } from '../../domain/caller.js';

export class NewTokenBody {
  @ApiProperty({ minLength: 1, maxLength: 100, description: 'For people: who uses it, and for what.' })
  @IsString({ message: 'must be a string' })
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,100}$/u, {
    message: 'must have 1 to 100 characters, no control characters and not only spaces',
  })
  name: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES, { message: `must be one of ${ROLES.join(', ')}` })
  role: Role;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'For role `seller`, and for no other.' })
  @IsOptional()
  @IsString({ message: 'must be a string' })
  @MaxLength(100, { message: 'must have at most 100 characters' })
  seller_id?: string | null;
}

export class TokenAnswer {
  @ApiProperty()
  token_id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ enum: ROLES })
  role: string;

  @ApiProperty({ type: String, nullable: true })
  seller_id: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null for `tok_admin`.' })
  created_at: string | null;
}

export class NewTokenAnswer extends TokenAnswer {
  @ApiProperty({ description: 'The bearer token. Shown this once.' })
  token: string;
}

export class TokensAnswer {
  @ApiProperty({ type: [TokenAnswer] })
  tokens: TokenAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
