import { ApiProperty, OmitType } from '@nestjs/swagger';
import { POLL_METHODS, POLL_STATUSES } from '../../domain/poll.js';

const time = { type: String, format: 'date-time' } as const;
const timeOrNull = { ...time, nullable: true } as const;
const textOrNull = { type: String, nullable: true } as const;
const objectOrNull = { type: 'object', additionalProperties: true, nullable: true } as const;
const headers = { type: 'object', additionalProperties: { type: 'string' } } as const;

const anyJson = [
  ...[
    { type: 'object' },
    { type: 'array', items: {} },
    { type: 'string', nullable: true },
    { type: 'number' },
    { type: 'boolean' },
  ],
];

class PollResponseAnswer {
  @ApiProperty({ type: 'integer' })
  status: number;

  @ApiProperty({ ...headers, description: 'Secrets in it are masked.' })
  headers: Record<string, string>;

  @ApiProperty({ description: 'Parsed JSON, or the text; null where there was none.', oneOf: anyJson })
  body: unknown;
}

class PollErrorAnswer {
  @ApiProperty({ enum: ['failure_filter', 'timeout', 'max_checks'] })
  code: string;

  @ApiProperty()
  message: string;
}

class PollRequestAnswer {
  @ApiProperty({ enum: POLL_METHODS })
  method: string;

  @ApiProperty({ ...headers, description: 'Values masked.' })
  headers: Record<string, string>;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The body itself is never shown.' })
  body_bytes: number | null;
}

export class PollAnswer {
  @ApiProperty({ example: 'pol_01a200b59692711fbc57e21c3a596c81' })
  poll_id: string;

  @ApiProperty({ ...textOrNull, description: "Null for the operator's." })
  seller_id: string | null;

  @ApiProperty({ enum: POLL_STATUSES })
  status: string;

  @ApiProperty({ type: 'integer', description: 'Requests made that ended before the poll did.' })
  attempts: number;

  @ApiProperty(timeOrNull)
  next_check_at: string | null;

  @ApiProperty({ type: PollResponseAnswer, nullable: true, description: 'The answer that ended it.' })
  response: PollResponseAnswer | null;

  @ApiProperty({ type: PollErrorAnswer, nullable: true })
  error: PollErrorAnswer | null;

  @ApiProperty({ description: 'The values of its query are masked.' })
  url: string;

  @ApiProperty({ type: PollRequestAnswer })
  request: PollRequestAnswer;

  @ApiProperty({ type: Number, nullable: true })
  interval: number | null;

  @ApiProperty({ type: Number })
  timeout: number;

  @ApiProperty(objectOrNull)
  poll: object | null;

  @ApiProperty(objectOrNull)
  response_filter: object | null;

  @ApiProperty(objectOrNull)
  failure_filter: object | null;

  @ApiProperty(objectOrNull)
  request_timeout: object | null;

  @ApiProperty({ ...textOrNull, description: 'The values of its query are masked.' })
  webhook_url: string | null;

  @ApiProperty({ ...headers, description: 'Values masked.' })
  webhook_headers: Record<string, string>;

  @ApiProperty(textOrNull)
  idempotency_key: string | null;

  @ApiProperty(time)
  created_at: string;

  @ApiProperty({ ...time, description: 'When it ends at the latest.' })
  timeout_at: string;

  @ApiProperty(timeOrNull)
  ended_at: string | null;
}

export class ListedPollAnswer extends OmitType(PollAnswer, ['response']) {}

export class PollsAnswer {
  @ApiProperty({ type: [ListedPollAnswer] })
  polls: ListedPollAnswer[];

  @ApiProperty(textOrNull)
  next_cursor: string | null;
}
