import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

const WEEK_S = 604_800;
const expiresRule = { message: `must be a whole number of seconds from 1 to ${WEEK_S}` };
const once = { message: 'must be given once' };

/** What a signed link says of itself. */
export class FileQuery {
  @ApiPropertyOptional({ description: 'Of a signed link: Unix seconds.' })
  @IsOptional()
  @IsString(once)
  expires?: string;

  @ApiPropertyOptional({ description: 'Of a signed link; a request that bears one needs no token.' })
  @IsOptional()
  @IsString(once)
  signature?: string;

  @ApiPropertyOptional({ description: 'A share token of the order; a request that bears one needs no other.' })
  @IsOptional()
  @IsString(once)
  t?: string;
}

export class LinkBody {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: WEEK_S, default: 3600 })
  @IsInt(expiresRule)
  @Min(1, expiresRule)
  @Max(WEEK_S, expiresRule)
  expires_s: number = 3600;
}

export class LinkAnswer {
  @ApiProperty({ description: 'Good for whoever bears it: this file, until then.' })
  url: string;

  @ApiProperty({ format: 'date-time' })
  expires_at: string;
}
