import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { BACKOFFS, JOB_METHODS, JOB_STATUSES } from '../../domain/job.js';
import type { JobListAsk } from '../../work/jobs/jobs.js';
import { IsLimit, PageQuery } from '../paging.js';
import { IsInstant } from './order-list.js';

const textOrNull = { type: String, nullable: true } as const;
const headers = { type: 'object', additionalProperties: { type: 'string' }, nullable: true } as const;
const method = { enum: [...JOB_METHODS], default: 'POST', nullable: true } as const;

/**
 * What a job or a schedule calls, for the document alone: bodies in Fliq's dialect are handed on as they came, and read in
 * `domain/check-call.ts`. Unknown fields are ignored, and named in `ignored_fields`.
 */
export class NewCallBody {
  @ApiProperty({ maxLength: 2048, description: 'HTTPS. Called as it stands; shown without the values of its query.' })
  url: string;

  @ApiPropertyOptional(method)
  http_method?: string | null;

  @ApiPropertyOptional({ ...method, description: 'The same as http_method.' })
  method?: string | null;

  @ApiPropertyOptional({ ...headers, description: 'Kept sealed, shown masked. None that begins with X-Fliq-.' })
  headers?: Record<string, string> | null;

  @ApiPropertyOptional({
    ...textOrNull,
    description: 'At most 1 MiB. Without a Content-Type, a body that is JSON goes as application/json.',
  })
  body?: string | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 10, default: 0, nullable: true })
  max_retries?: number | null;

  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 1, maximum: 300, default: 30, nullable: true },
    description: 'The whole of one try, from the look-up of the name to the last byte of the answer.',
  })
  timeout_seconds?: number | null;

  @ApiPropertyOptional({ enum: BACKOFFS, default: 'exponential', nullable: true })
  backoff?: string | null;

  @ApiPropertyOptional({ ...textOrNull, maxLength: 2048, description: 'HTTPS. Told of the end by POST.' })
  webhook_url?: string | null;

  @ApiPropertyOptional(headers)
  webhook_headers?: Record<string, string> | null;
}

export class NewJobBody extends NewCallBody {
  @ApiProperty({
    ...{ format: 'date-time', example: '2026-03-01T09:00:00Z' },
    description: 'ISO-8601 with Z or an offset. Up to 60 s in the past means now.',
  })
  scheduled_at: string;

  @ApiPropertyOptional({
    ...{ ...textOrNull, minLength: 1, maxLength: 256 },
    description: 'The same key again is 200 and the same job, for 30 days.',
  })
  idempotency_key?: string | null;
}

/** What Fliq's client calls two of the states. */
const CLIENT_WORDS: Readonly<Record<string, string>> = { pending: 'scheduled', completed: 'success' };
const STATUS_WORDS = [...JOB_STATUSES, ...Object.keys(CLIENT_WORDS)];

/** Filters of a list of jobs; all that are given must fit. */
export class JobsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATUS_WORDS, description: 'pending is scheduled, completed is success.' })
  @IsOptional()
  @IsIn(STATUS_WORDS, { message: `must be one of ${STATUS_WORDS.join(', ')}` })
  status?: string;

  @ApiPropertyOptional({
    ...{ minLength: 1, maxLength: 200 },
    description: 'Part of the URL as it is shown, or of the id; letters of any case.',
  })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Matches(/^[^\p{Cc}]{1,200}$/u, { message: 'must have 1 to 200 characters and no control characters' })
  q?: string;

  @ApiPropertyOptional({ enum: JOB_METHODS })
  @IsOptional()
  @IsIn(JOB_METHODS, { message: `must be one of ${JOB_METHODS.join(', ')}` })
  method?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Scheduled for this instant or later.' })
  @IsOptional()
  @IsInstant()
  scheduled_after?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Scheduled before this instant.' })
  @IsOptional()
  @IsInstant()
  scheduled_before?: string;

  toAsk(): JobListAsk {
    const instant = (text: string | undefined) => (text === undefined ? null : Date.parse(text));
    const status = this.status === undefined ? null : (CLIENT_WORDS[this.status] ?? this.status);
    const range = { after: instant(this.scheduled_after), before: instant(this.scheduled_before) };
    return { status, q: this.q, method: this.method, ...range };
  }
}

const ATTEMPT_ID = /^att_[0-9a-f]{32}$/;

/** The attempts of a job are a bare array, as Fliq has them: older ones are reached by the id of the last one seen. */
export class JobAttemptsQuery {
  @IsLimit(100)
  limit: number = 100;

  @ApiPropertyOptional({
    ...{ pattern: ATTEMPT_ID.source, example: 'att_01a200b59692711fbc57e21c3a596c81' },
    description: 'The id of an attempt: older ones only.',
  })
  @IsOptional()
  @Matches(ATTEMPT_ID, { message: 'must be the id of an attempt, given once' })
  before?: string;
}
