import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsObject, IsString, IsUUID } from 'class-validator';
import { Matches, MaxLength, ValidateNested } from 'class-validator';
import { BULK_ACTIONS, type BulkAction } from '../../domain/bulk.js';
import { ORDER_STATUSES } from '../../domain/order.js';
import type { BulkRequest } from '../../orders/bulk/start-bulk.js';
import { IsInstant, IsStatuses } from './order-list.js';
import { MayBeLeftOut } from './rules.js';

const MOST_IDS = 100;
const short = { message: 'must have at most 100 characters' };

/** As the filters of the list of orders; what is left out is not asked for, and null is no value. */
export class BulkFilterBody {
  @ApiPropertyOptional({ description: `Comma list of ${ORDER_STATUSES.join(', ')}.`, example: 'failed,expired' })
  @MayBeLeftOut()
  @IsStatuses()
  status?: string;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsString({ message: 'must be a string' })
  @MaxLength(100, short)
  short_id?: string;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsString({ message: 'must be a string' })
  @MaxLength(100, short)
  seller_id?: string;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsBoolean({ message: 'must be true or false' })
  is_test?: boolean;

  @ApiPropertyOptional({ format: 'date-time', description: 'Created at this instant or later.' })
  @MayBeLeftOut()
  @IsInstant()
  created_after?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Created before this instant.' })
  @MayBeLeftOut()
  @IsInstant()
  created_before?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 200, description: 'As `q` of the list of orders.' })
  @MayBeLeftOut()
  @Matches(/^[^\p{Cc}]{1,200}$/u, { message: 'must have 1 to 200 characters and no control characters' })
  q?: string;

  @ApiPropertyOptional({ type: [String], minItems: 1, maxItems: MOST_IDS, description: 'These orders only.' })
  @MayBeLeftOut()
  @IsArray({ message: 'must be a list of order ids' })
  @ArrayMinSize(1, { message: 'must name at least one order; leave it out for all that fit' })
  @ArrayMaxSize(MOST_IDS, { message: `must name at most ${MOST_IDS} orders` })
  @IsUUID('all', { each: true, message: 'must hold order ids alone' })
  order_ids?: string[];
}

export class NewBulkBody {
  @ApiProperty({ enum: BULK_ACTIONS })
  @IsIn(BULK_ACTIONS, { message: `must be one of ${BULK_ACTIONS.join(', ')}` })
  action: BulkAction;

  @ApiProperty({ type: BulkFilterBody, description: 'Which orders; `{}` is every order that the action can apply to.' })
  @IsObject({ message: 'must be an object; {} is every order' })
  @ValidateNested()
  @Type(() => BulkFilterBody)
  filter: BulkFilterBody;

  @ApiPropertyOptional({ default: false, description: 'Counts, and does nothing.' })
  @MayBeLeftOut()
  @IsBoolean({ message: 'must be true or false' })
  dry_run?: boolean;

  toRequest(): BulkRequest {
    return { action: this.action, filter: { ...this.filter } };
  }
}

export class BegunBulkAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'Null where it was a dry run.' })
  bulk_id: string | null;

  @ApiProperty({ enum: BULK_ACTIONS })
  action: string;

  @ApiProperty({ type: 'integer', description: 'Orders that fit the filter and that the action can apply to.' })
  matched: number;
}

class BulkProblemAnswer {
  @ApiProperty()
  order_id: string;

  @ApiProperty()
  message: string;
}

export class BulkAnswer {
  @ApiProperty({ example: 'blk_01a200b59692711fbc57e21c3a596c81' })
  bulk_id: string;

  @ApiProperty({ enum: BULK_ACTIONS })
  action: string;

  @ApiProperty({ type: BulkFilterBody })
  filter: object;

  @ApiProperty({ enum: ['running', 'done', 'stopped'], description: '`stopped`: the token that asked for it is gone.' })
  status: string;

  @ApiProperty({ type: 'integer', description: 'As it was counted at the start.' })
  matched: number;

  @ApiProperty({ type: 'integer', description: 'changed + skipped + failed' })
  done: number;

  @ApiProperty({ type: 'integer' })
  changed: number;

  @ApiProperty({ type: 'integer', description: 'Orders that the action no longer applied to when their turn came.' })
  skipped: number;

  @ApiProperty({ type: 'integer', description: 'Orders that Roundtrip itself failed on.' })
  failed: number;

  @ApiProperty({ type: [BulkProblemAnswer], maxItems: 20, description: 'The first that were skipped or failed.' })
  problems: readonly BulkProblemAnswer[];

  @ApiProperty({ description: 'The name of the token that asked for it.' })
  created_by: string;

  @ApiProperty({ format: 'date-time', description: 'Orders placed after this are left alone.' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finished_at: string | null;
}

export class BulksAnswer {
  @ApiProperty({ type: [BulkAnswer] })
  bulks: BulkAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
