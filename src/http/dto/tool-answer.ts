import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { GRADES } from '../../domain/conformance/grade.js';
import { TROUBLES } from '../../domain/outcome.js';

const anyObject = { type: 'object', additionalProperties: true } as const;

/** A tool. The fields that may be missing are those that a marketplace's token does not see. */
export class SetUpWarningAnswer {
  @ApiProperty({ example: 'deadline_s' })
  field: string;

  @ApiProperty({ description: 'What contradicts itself, with the sum, and what to do.' })
  message: string;
}

export class ToolAnswer {
  @ApiProperty()
  short_id: string;

  @ApiProperty()
  seller_id: string;

  @ApiProperty()
  name: string;

  @ApiPropertyOptional()
  job_url?: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  status_url?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  status_batch_url?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Names and masks; the last 4 characters stand behind the mask of a value of 16 or more.',
    example: { Authorization: '••••x7Qa' },
  })
  auth_headers?: Readonly<Record<string, string>>;

  @ApiPropertyOptional({ type: String, nullable: true })
  payload_template?: string | null;

  @ApiPropertyOptional({ ...anyObject, nullable: true, example: { dialect: 'auto' } })
  response?: unknown;

  @ApiPropertyOptional({ type: String, nullable: true })
  remote_id_at?: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What its answers were recognised as; see `response`.' })
  dialect: string | null;

  @ApiProperty({ enum: ['secret', 'url_token'] })
  callback_auth: string;

  @ApiProperty({ ...anyObject, example: { strategy: 'sweep' } })
  poll: unknown;

  @ApiProperty({ ...anyObject, nullable: true })
  inputs_schema: unknown;

  @ApiProperty({ type: 'integer' })
  deadline_s: number;

  @ApiProperty({ type: 'integer' })
  max_concurrency: number;

  @ApiProperty()
  mirror_result_url: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  paused_at: string | null;

  @ApiProperty({ type: String, nullable: true })
  pause_reason: string | null;

  @ApiProperty({
    enum: GRADES,
    nullable: true,
    description: 'Of the newest conformance test of the tool as it is now; null before one.',
  })
  grade: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  graded_at: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ format: 'date-time' })
  updated_at: string;

  @ApiPropertyOptional({
    type: [SetUpWarningAnswer],
    description: 'Where the set-up works against itself; told of one tool, not in lists. It was saved all the same.',
  })
  warnings?: readonly SetUpWarningAnswer[];
}

export class NewToolAnswer extends ToolAnswer {
  @ApiProperty({ description: 'For the header `x-callback-secret` of callbacks. Shown this once.' })
  callback_secret: string;

  @ApiProperty({ description: '`whsec_...`: verifies the signature of our calls. Shown this once.' })
  signing_secret: string;
}

export class ToolsAnswer {
  @ApiProperty({ type: [ToolAnswer] })
  tools: ToolAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

/** One of the two, as was asked. */
export class RotatedSecretAnswer {
  @ApiPropertyOptional({ description: 'Shown this once.' })
  callback_secret?: string;

  @ApiPropertyOptional({ description: 'Shown this once.' })
  signing_secret?: string;
}

class LastErrorAnswer {
  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ enum: TROUBLES })
  outcome: string;

  @ApiProperty()
  message: string;

  @ApiProperty({ format: 'uuid' })
  order_id: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null where no answer came.' })
  status_code: number | null;
}

export class ToolStatsAnswer {
  @ApiProperty()
  short_id: string;

  @ApiProperty({ format: 'date-time', description: 'Orders created since then count; test orders do not.' })
  since: string;

  @ApiProperty({ type: 'integer', description: 'How many orders were looked at: the newest, 1,000 at most.' })
  orders: number;

  @ApiProperty({ type: 'integer' })
  completed: number;

  @ApiProperty({ type: 'integer' })
  failed: number;

  @ApiProperty({ type: 'integer' })
  expired: number;

  @ApiProperty({ type: Number, nullable: true, description: 'completed ÷ (completed + failed + expired)' })
  success: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Seconds from forward to completion: the median.' })
  p50_s: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p95_s: number | null;

  @ApiProperty({ type: 'integer', description: 'Calls to the seller that ended as `timeout`.' })
  timeouts: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Checks an order took on average.' })
  checks_per_order: number | null;

  @ApiProperty({ type: 'integer', description: 'Calls to the seller: forwards and checks whose attempts are kept.' })
  calls: number;

  @ApiProperty({ type: Number, nullable: true, description: 'timeouts ÷ calls' })
  timeout_rate: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Seconds of calls that an order’s checks took on average: what they cost. A batch counts for each of its orders.',
  })
  check_seconds_per_order: number | null;

  @ApiProperty({
    type: LastErrorAnswer,
    nullable: true,
    description: 'The newest forward, check or callback that told of something wrong, of the orders looked at.',
  })
  last_error: LastErrorAnswer | null;
}
