import { ApiProperty } from '@nestjs/swagger';
import { OUTCOMES } from '../../domain/outcome.js';

const time = { type: String, format: 'date-time' } as const;
const textOrNull = { type: String, nullable: true } as const;
const msOrNull = { type: Number, nullable: true, minimum: 0 } as const;
const wholeOrNull = { type: 'integer', nullable: true } as const;

const headers = { type: 'object', additionalProperties: { type: 'string' } } as const;

class TimingsAnswer {
  @ApiProperty({ ...msOrNull, description: 'Waiting for one of our own connections to the origin to become free.' })
  slot_ms: number | null;

  @ApiProperty({ ...msOrNull, description: 'Looking up the name.' })
  lookup_ms: number | null;

  @ApiProperty(msOrNull)
  connect_ms: number | null;

  @ApiProperty(msOrNull)
  tls_ms: number | null;

  @ApiProperty({ ...msOrNull, description: 'Until the last byte of the request had gone.' })
  send_ms: number | null;

  @ApiProperty({ ...msOrNull, description: "Until the answer's headers were there." })
  wait_ms: number | null;

  @ApiProperty(msOrNull)
  body_ms: number | null;
}

class AttemptDetailsAnswer {
  @ApiProperty({
    ...headers,
    description:
      'Names as they were sent; values of auth headers, signatures and whatever else may be secret are `••••`.',
  })
  request_headers: Record<string, string>;

  @ApiProperty({
    ...textOrNull,
    description:
      'The beginning of what we sent (2,048 characters), without secrets; of a batch check, the order itself and how many more. Null where nothing was sent, and of callbacks.',
  })
  request_body: string | null;

  @ApiProperty({ ...headers, description: 'At most 40, values cut at 300 characters, without secrets.' })
  response_headers: Record<string, string>;

  @ApiProperty({
    type: TimingsAnswer,
    nullable: true,
    description:
      'Milliseconds of each phase, one after the other; null for one that did not happen, as on a kept-alive connection. Null where nothing was sent, and of callbacks.',
  })
  timings: TimingsAnswer | null;
}

export class AttemptAnswer {
  @ApiProperty()
  attempt_id: string;

  @ApiProperty({ enum: ['forward', 'check', 'callback', 'notify', 'mirror', 'poll', 'job'] })
  kind: string;

  @ApiProperty(wholeOrNull)
  run: number | null;

  @ApiProperty({ type: 'integer' })
  attempt_num: number;

  @ApiProperty(time)
  started_at: string;

  @ApiProperty({ type: 'integer' })
  duration_ms: number;

  @ApiProperty()
  method: string;

  @ApiProperty({ description: 'Secrets in it are masked.' })
  url: string;

  @ApiProperty({ ...wholeOrNull, description: 'Null where no answer came.' })
  status_code: number | null;

  @ApiProperty({ enum: OUTCOMES })
  outcome: string;

  @ApiProperty(textOrNull)
  error: string | null;

  @ApiProperty(textOrNull)
  request_id: string | null;

  @ApiProperty({
    ...textOrNull,
    description:
      'The beginning of the body, without secrets; of equal checks in a row that of the first, though the others may differ in it.',
  })
  response_excerpt: string | null;

  @ApiProperty({
    type: AttemptDetailsAnswer,
    nullable: true,
    description:
      'What was said, and where the time went. Of equal checks in a row those of the first. Null of notifications, polls and jobs, of calls made by older versions, and once the order is erased.',
  })
  details: AttemptDetailsAnswer | null;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description:
      'How many equal ones in a row this row stands for: checks, or requests of a poll, that were asked and answered alike (of checks but for `response_excerpt`). All other fields are those of the first of them; the number of the last is `attempt_num` + `repeated` - 1 (at least that for batch checks that missed the order, which the single checks after them do not part).',
  })
  repeated: number;

  @ApiProperty({ ...time, description: 'When the first of them began: `started_at`.' })
  first_at: string;

  @ApiProperty({ ...time, description: 'When the last of them began.' })
  last_at: string;
}

export class AttemptsAnswer {
  @ApiProperty({ type: [AttemptAnswer] })
  attempts: object[];

  @ApiProperty(textOrNull)
  next_cursor: string | null;
}

class CauseAnswer {
  @ApiProperty({
    enum: ['intake', 'forward', 'check', 'callback', 'deadline', 'cancel', 'retry', 'accept', 'mirror', 'replay'],
  })
  kind: string;

  @ApiProperty({ required: false })
  attempt_id?: string;

  @ApiProperty({ required: false, description: 'Whose token asked for it.' })
  actor?: string;
}

class EventAnswer {
  @ApiProperty()
  event_id: string;

  @ApiProperty({ format: 'uuid' })
  order_id: string;

  @ApiProperty(time)
  at: string;

  @ApiProperty({ type: 'integer' })
  run: number;

  @ApiProperty({ enum: ['status', 'progress', 'note'] })
  type: string;

  @ApiProperty(textOrNull)
  from: string | null;

  @ApiProperty(textOrNull)
  to: string | null;

  @ApiProperty(wholeOrNull)
  progress: number | null;

  @ApiProperty(textOrNull)
  message: string | null;

  @ApiProperty({ type: CauseAnswer })
  cause: CauseAnswer;
}

export class EventsAnswer {
  @ApiProperty({ type: [EventAnswer] })
  events: object[];

  @ApiProperty(textOrNull)
  next_cursor: string | null;
}
