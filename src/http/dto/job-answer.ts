import { ApiProperty, OmitType } from '@nestjs/swagger';
import { JOB_STATUSES } from '../../domain/job.js';
import { CallAnswer } from './call-answer.js';
import { AttemptAnswer } from './order-history.js';

const time = { type: String, format: 'date-time' } as const;
const timeOrNull = { ...time, nullable: true } as const;
const textOrNull = { type: String, nullable: true } as const;

export class JobAnswer extends CallAnswer {
  @ApiProperty({ example: 'job_01a200b59692711fbc57e21c3a596c81' })
  id: string;

  @ApiProperty({ description: 'The same as id.' })
  job_id: string;

  @ApiProperty({ enum: JOB_STATUSES, description: 'A job that waits for a further try is scheduled again.' })
  status: string;

  @ApiProperty(time)
  scheduled_at: string;

  @ApiProperty({ ...timeOrNull, description: 'Of its first or next try; null while it runs and once it has ended.' })
  next_attempt_at: string | null;

  @ApiProperty({ ...timeOrNull, description: 'When its last attempt began.' })
  started_at: string | null;

  @ApiProperty(timeOrNull)
  completed_at: string | null;

  @ApiProperty({ type: 'integer', description: 'Attempts that have ended.' })
  attempts: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the last answer.' })
  status_code: number | null;

  @ApiProperty({ ...textOrNull, description: 'Why the last attempt was no success, in a sentence.' })
  last_error: string | null;

  @ApiProperty(textOrNull)
  idempotency_key: string | null;

  @ApiProperty(textOrNull)
  schedule_id: string | null;

  @ApiProperty({ ...textOrNull, description: 'The failed job that it is a clone of.' })
  replay_of: string | null;

  @ApiProperty(time)
  updated_at: string;
}

export class ListedJobAnswer extends OmitType(JobAnswer, ['body']) {}

/** What the document says of lists of jobs. */
export const SHORT_PAGES = 'A page may be short where few of many jobs fit: go on while there is a next_cursor.';

export class JobsAnswer {
  @ApiProperty({ type: [ListedJobAnswer] })
  jobs: ListedJobAnswer[];

  @ApiProperty(textOrNull)
  next_cursor: string | null;
}

export class JobAttemptAnswer extends AttemptAnswer {
  @ApiProperty({ description: 'The same as attempt_id.' })
  id: string;

  @ApiProperty()
  job_id: string;

  @ApiProperty(time)
  completed_at: string;
}

class ExecutionAnswer {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: 'integer' })
  attempt_num: number;

  @ApiProperty({ enum: ['success', 'failed'] })
  status: string;

  @ApiProperty({ type: 'integer', nullable: true })
  status_code: number | null;

  @ApiProperty({ type: 'integer' })
  duration_ms: number;

  @ApiProperty(time)
  executed_at: string;
}

export class ExecutionsAnswer {
  @ApiProperty({ type: [ExecutionAnswer] })
  executions: ExecutionAnswer[];
}
