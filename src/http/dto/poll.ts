import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsNumber, IsObject, IsOptional, IsString } from 'class-validator';
import {
  DEFAULT_POLL_INTERVAL_S,
  DEFAULT_POLL_TIMEOUT_S,
  MAX_POLL_ANSWER_BYTES,
  POLL_METHODS,
} from '../../domain/poll.js';
import { AsItCame } from '../as-it-came.js';

const isString = { message: 'must be a string' };
const isNumber = { message: 'must be a number of seconds' };
const anyObject = { type: 'object', additionalProperties: true, nullable: true } as const;
const seconds = { type: Number, nullable: true, minimum: 0, exclusiveMinimum: true, maximum: 2_592_000 } as const;
const FILTER =
  'A filter `{ status, headers, body }` in the EventFilter language: keys AND, a list of values is OR, objects of operators such as `[{ "$gte": 3 }]`.';

/** A poll as it is asked for; what its parts may hold is judged in `domain/check-poll.ts`. */
export class NewPollBody {
  @ApiProperty({ maxLength: 2048, description: 'HTTPS. Called as it stands; shown without the values of its query.' })
  @IsString(isString)
  url: string;

  @ApiPropertyOptional({
    ...seconds,
    default: DEFAULT_POLL_INTERVAL_S,
    description: 'Seconds between requests; no jitter.',
  })
  @IsOptional()
  @IsNumber({}, isNumber)
  interval?: number | null;

  @ApiPropertyOptional({
    ...{ ...seconds, default: DEFAULT_POLL_TIMEOUT_S },
    description:
      'Seconds from now after which it ends as `timed_out`; of this and the `timeout_s` of a plan the shorter counts.',
  })
  @IsOptional()
  @IsNumber({}, isNumber)
  timeout?: number | null;

  @Part({
    type: 'object',
    properties: {
      method: { type: 'string', enum: [...POLL_METHODS], default: 'GET' },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: { type: 'string', description: 'At most 1 MiB.' },
      body_base64: { type: 'string', description: 'In place of body.' },
    },
    description: 'Kept sealed; header values are shown masked, the body never.',
  })
  request?: unknown;

  @Part({
    ...anyObject,
    example: { status: [200], body: { status: ['done'] } },
    description: `${FILTER} The first answer that fits ends the poll as \`completed\`; without one, the first 2xx. Bodies up to ${MAX_POLL_ANSWER_BYTES} bytes are read and kept; no filter on the body matches a longer one.`,
  })
  response_filter?: unknown;

  @Part({
    ...anyObject,
    description: `${FILTER} An answer that fits ends the poll as \`failed\`, whatever response_filter says.`,
  })
  failure_filter?: unknown;

  @Part({
    ...anyObject,
    example: { duration_in_ms: 10_000, retry: { limit: 3, min_timeout_in_ms: 500, factor: 2 } },
    description:
      'The budget of one request, and further tries within one attempt where the network fails it, whose waits come to 60 s at most.',
  })
  request_timeout?: unknown;

  @Part({
    ...anyObject,
    example: { strategy: 'exponential', interval_s: 5, multiplier: 2, max_interval_s: 300 },
    description:
      'A plan in place of interval: `fixed` or `exponential`. Its first request goes at once, whatever initial_s says; its retry counts where request_timeout has none.',
  })
  poll?: unknown;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 2048,
    description: 'HTTPS. Gets the poll by POST when it ends.',
  })
  @IsOptional()
  @IsString(isString)
  webhook_url?: string | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  @IsOptional()
  @IsObject({ message: 'must be an object of header names and values' })
  @AsItCame()
  webhook_headers?: unknown;

  @ApiPropertyOptional({ type: String, nullable: true, minLength: 1, maxLength: 256 })
  @IsOptional()
  @IsString(isString)
  idempotency_key?: string | null;
}

function Part(docs: ApiPropertyOptions): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional(docs),
    IsOptional(),
    IsObject({ message: 'must be an object' }),
    AsItCame(),
  );
}
