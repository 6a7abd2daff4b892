import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { ORDER_STATUSES } from '../../domain/order.js';
import { OUTPUT_TYPES } from '../../domain/result.js';

const time = { type: String, format: 'date-time' } as const;
const timeOrNull = { ...time, nullable: true } as const;
const textOrNull = { type: String, nullable: true } as const;

export class OrderErrorAnswer {
  @ApiProperty({ example: 'seller_failed' })
  code: string;

  @ApiProperty({ maxLength: 2000 })
  message: string;

  @ApiProperty({ ...textOrNull, description: 'What to do about it.' })
  hint: string | null;
}

class ResultFileAnswer {
  @ApiProperty({ type: 'integer', minimum: 1 })
  n: number;

  @ApiProperty()
  filename: string;

  @ApiProperty({ ...textOrNull, description: 'As its seller declared it.' })
  mime_type: string | null;

  @ApiProperty({
    ...textOrNull,
    description: 'As its bytes tell, and as it is served. Null for a hosted file, until it is mirrored.',
  })
  detected_type: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  size: number | null;

  @ApiProperty(textOrNull)
  sha256: string | null;

  @ApiProperty({
    ...textOrNull,
    description: 'Needs a token, and does not expire. Null for a hosted file, until it is mirrored.',
  })
  download_url: string | null;

  @ApiPropertyOptional({ description: 'Where its seller hosts it.' })
  url?: string;
}

export class ResultAnswer {
  @ApiProperty({ enum: OUTPUT_TYPES })
  output_type: string;

  @ApiPropertyOptional()
  text?: string;

  @ApiPropertyOptional()
  url?: string;

  @ApiPropertyOptional({ description: 'True once all that its seller hosts is kept here as well.' })
  mirrored?: boolean;

  @ApiProperty({ type: [ResultFileAnswer] })
  files: ResultFileAnswer[];
}

class EtaAnswer {
  @ApiProperty({ type: 'integer', description: 'Seconds. Half of the orders like this one take no longer, in all.' })
  p50_s: number;

  @ApiProperty({ type: 'integer', description: 'Seconds. Nine in ten take no longer.' })
  p90_s: number;

  @ApiProperty({ type: 'integer', minimum: 20, description: 'Past durations that this rests on.' })
  sample: number;
}

export class OrderAnswer {
  @ApiProperty({ format: 'uuid' })
  order_id: string;

  @ApiProperty()
  short_id: string;

  @ApiProperty()
  seller_id: string;

  @ApiProperty()
  is_test: boolean;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'Not for sellers.' })
  metadata?: Record<string, string>;

  @ApiProperty({ type: 'object', additionalProperties: true })
  inputs: object;

  @ApiProperty({ type: 'integer', minimum: 1 })
  run: number;

  @ApiProperty({ enum: ORDER_STATUSES })
  status: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, nullable: true })
  progress: number | null;

  @ApiProperty({ ...textOrNull, maxLength: 500 })
  message: string | null;

  @ApiProperty({
    ...{ type: EtaAnswer, nullable: true },
    description:
      "How long the seller's work takes from forwarded_at on, in all, given that it was not done when last heard of. Of one " +
      'order under way, once its tool has 20 past durations. Always null in lists and events, where it would take a read for ' +
      'each order: read the order by itself.',
  })
  eta: EtaAnswer | null;

  @ApiProperty({ type: ResultAnswer, nullable: true })
  result: ResultAnswer | null;

  @ApiProperty({ type: OrderErrorAnswer, nullable: true })
  error: OrderErrorAnswer | null;

  @ApiProperty({ type: String, enum: ['callback', 'check', 'reply', 'operator'], nullable: true })
  delivered_by: string | null;

  @ApiProperty(time)
  created_at: string;

  @ApiProperty(timeOrNull)
  forwarded_at: string | null;

  @ApiProperty(timeOrNull)
  completed_at: string | null;

  @ApiProperty(time)
  updated_at: string;

  @ApiProperty(time)
  deadline_at: string;

  @ApiProperty(timeOrNull)
  next_check_at: string | null;

  @ApiProperty({
    ...{ type: [String], maxItems: 10 },
    description:
      'When the seller will be asked, as far as the plan tells: next_check_at first. Empty unless under way.',
  })
  planned_checks: string[];

  @ApiProperty({ type: 'integer', description: 'Calls made to the seller for it: forwards and checks.' })
  attempts: number;
}

export class ListedOrderAnswer extends OmitType(OrderAnswer, ['inputs', 'result', 'planned_checks']) {}

export class AcceptBody {
  @ApiProperty({ description: 'The attempt that brought the late result.' })
  @IsString({ message: 'must be a string' })
  @Length(1, 64, { message: 'must have 1 to 64 characters' })
  attempt_id: string;
}
