import { ApiProperty } from '@nestjs/swagger';
import { BACKOFFS, JOB_METHODS } from '../../domain/job.js';

const textOrNull = { type: String, nullable: true } as const;
const headers = { type: 'object', additionalProperties: { type: 'string' }, description: 'Values masked.' } as const;

/** What jobs and schedules answer alike: whom they call, and how. */
export class CallAnswer {
  @ApiProperty({ ...textOrNull, description: "Null for the operator's." })
  seller_id: string | null;

  @ApiProperty({ description: 'The values of its query are masked.' })
  url: string;

  @ApiProperty({ enum: JOB_METHODS })
  http_method: string;

  @ApiProperty({ enum: JOB_METHODS, description: 'The same as http_method.' })
  method: string;

  @ApiProperty(headers)
  headers: Record<string, string>;

  @ApiProperty({ ...textOrNull, description: 'As it was given.' })
  body: string | null;

  @ApiProperty({ type: 'integer' })
  max_retries: number;

  @ApiProperty({ type: 'integer' })
  timeout_seconds: number;

  @ApiProperty({ enum: BACKOFFS })
  backoff: string;

  @ApiProperty({ ...textOrNull, description: 'The values of its query are masked.' })
  webhook_url: string | null;

  @ApiProperty(headers)
  webhook_headers: Record<string, string>;

  @ApiProperty({ type: [String], description: 'Names of fields that were given and mean nothing.' })
  ignored_fields: string[];

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;
}
