import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, Matches } from 'class-validator';
import { SHORT_ID } from '../../sellers/short-id.js';
import { AsItCame } from '../as-it-came.js';
import { IsName, IsWhole, MayBeLeftOut } from './rules.js';

const CALLBACK_AUTH = ['secret', 'url_token'] as const;
type CallbackAuth = (typeof CALLBACK_AUTH)[number];
const WHICH = ['callback', 'signing'] as const;

const isString = { message: 'must be a string' };
const isHeaders = { message: 'must be an object of header names and values' };
const isShortId = { message: 'must have 2 to 64 of the characters A-Z, a-z, 0-9, _ and -' };
const anyObject = { type: 'object', additionalProperties: true } as const;

/** The optional fields, the same when a tool is registered and when it is changed. null means the default. */
class ToolOptions {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'HTTPS; asked by GET. `{order_id}` in its path, or `{remote_id}`, the id that the reply gave.',
  })
  @IsOptional()
  @IsString(isString)
  status_url?: string | null;

  @ApiPropertyOptional({
    ...{ type: String, nullable: true },
    description: 'HTTPS, without placeholders; asked by POST about up to 100 orders at once.',
  })
  @IsOptional()
  @IsString(isString)
  status_batch_url?: string | null;

  @ApiPropertyOptional({ enum: CALLBACK_AUTH, nullable: true, default: 'secret' })
  @IsOptional()
  @IsIn(CALLBACK_AUTH, { message: `must be one of ${CALLBACK_AUTH.join(', ')}` })
  callback_auth?: CallbackAuth | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'The body of the job; at most 64 KiB.' })
  @IsOptional()
  @IsString(isString)
  payload_template?: string | null;

  @ApiPropertyOptional({
    ...{ ...anyObject, nullable: true, default: { strategy: 'sweep' }, example: { strategy: 'fixed', interval_s: 60 } },
    description:
      'When checks are made: a plan of the strategy `sweep`, `fixed`, `exponential`, `adaptive` or `learned`. All may have ' +
      '`retry` and `wait_s`.',
  })
  @IsOptional()
  @AsItCame()
  poll?: unknown;

  @ApiPropertyOptional({ ...anyObject, nullable: true, description: 'JSON Schema 2020-12 that `inputs` must fit.' })
  @IsOptional()
  @AsItCame()
  inputs_schema?: unknown;

  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 60, maximum: 2_592_000, default: 86_400 })
  @IsOptional()
  @IsWhole(60, 2_592_000, ' of seconds')
  deadline_s?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, maximum: 1_000, default: 10 })
  @IsOptional()
  @IsWhole(1, 1_000)
  max_concurrency?: number | null;

  @ApiPropertyOptional({
    ...{ type: Boolean, nullable: true, default: false },
    description: 'Whether a file that the result only links to is fetched, once the order is completed, and kept.',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  mirror_result_url?: boolean | null;

  @ApiPropertyOptional({
    ...{ type: String, nullable: true, example: '/data/taskId' },
    description:
      'JSON Pointer (RFC 6901) to the id that the reply to a job gives it, for `{remote_id}` in `status_url`.',
  })
  @IsOptional()
  @IsString(isString)
  remote_id_at?: string | null;

  @ApiPropertyOptional({
    ...{ ...anyObject, nullable: true, default: { dialect: 'auto' }, example: { dialect: 'replicate' } },
    description:
      'How answers are read: a dialect by name, or filters and JSON Pointers of your own (`completed_when`, `failed_when`, ' +
      '`progress_at`, `message_at`, `error_at`, `result_at`, `result_is`, `result_from`). null forgets what was recognised.',
  })
  @IsOptional()
  @AsItCame()
  response?: unknown;
}

const headersDocs = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Sent with the job and with checks; 1 to 20, 8 KiB in all. Kept sealed, shown masked.',
} as const;

export class NewToolBody extends ToolOptions {
  @ApiPropertyOptional({ type: String, nullable: true, pattern: SHORT_ID.source, description: 'Made if left out.' })
  @IsOptional()
  @Matches(SHORT_ID, isShortId)
  short_id?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: "Whose tool it is; not needed by a seller's token.",
  })
  @IsOptional()
  @IsString(isString)
  seller_id?: string | null;

  @ApiProperty({ minLength: 2, maxLength: 60 })
  @IsName()
  name: string;

  @ApiProperty({ description: 'HTTPS. Where orders are sent by POST.' })
  @IsString(isString)
  job_url: string;

  @ApiProperty(headersDocs)
  @IsObject(isHeaders)
  @AsItCame()
  auth_headers: Record<string, string>;
}

export class ToolPatchBody extends ToolOptions {
  @ApiPropertyOptional({ minLength: 2, maxLength: 60 })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiPropertyOptional({ description: 'HTTPS. Where orders are sent by POST.' })
  @MayBeLeftOut()
  @IsString(isString)
  job_url?: string;

  @ApiPropertyOptional(headersDocs)
  @MayBeLeftOut()
  @IsObject(isHeaders)
  @AsItCame()
  auth_headers?: Record<string, string>;
}

export class RotateSecretBody {
  @ApiProperty({ enum: WHICH })
  @IsIn(WHICH, { message: `must be one of ${WHICH.join(', ')}` })
  which: (typeof WHICH)[number];

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 2_592_000, default: 86_400 })
  @MayBeLeftOut()
  @IsWhole(0, 2_592_000, ' of seconds')
  grace_s?: number;
}
