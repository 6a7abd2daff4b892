import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../paging.js';

/** Which tools are listed. */
export class ToolsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Of this seller.' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @MaxLength(100, { message: 'must have at most 100 characters' })
  seller_id?: string;
}
