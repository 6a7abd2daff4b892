import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { LONGEST_SCHEDULE_NAME, OVERLAPS, SCHEDULE_STATUSES } from '../../domain/schedule.js';
import { CallAnswer } from './call-answer.js';
import { NewCallBody } from './job.js';

const time = { type: String, format: 'date-time' } as const;
const timeOrNull = { ...time, nullable: true } as const;
const textOrNull = { type: String, nullable: true } as const;
const CRON = 'Five fields: minute, hour, day of month, month, day of week (0 to 7, Sunday is 0 and 7).';

/** A schedule as it is asked for, for the document alone; it is read in `domain/check-schedule.ts`. */
export class NewScheduleBody extends NewCallBody {
  @ApiPropertyOptional({ ...textOrNull, maxLength: 200, example: '*/5 * * * *', description: `Required. ${CRON}` })
  cron?: string | null;

  @ApiPropertyOptional({ ...textOrNull, maxLength: 200, description: 'The same as cron, and in its place.' })
  cron_expr?: string | null;

  @ApiPropertyOptional({ ...textOrNull, maxLength: LONGEST_SCHEDULE_NAME })
  name?: string | null;

  @ApiPropertyOptional({ ...textOrNull, default: 'UTC', description: 'An IANA name, such as Europe/Berlin.' })
  timezone?: string | null;

  @ApiPropertyOptional({
    ...{ type: Boolean, nullable: true, default: false },
    description: 'Whether ticks that are missed while we are down run late, once for all of them, or not at all.',
  })
  catch_up?: boolean | null;

  @ApiPropertyOptional({
    ...{ enum: OVERLAPS, nullable: true, default: 'allow' },
    description: 'skip: a tick makes no job while an earlier one of the schedule is open.',
  })
  overlap?: string | null;
}

export class ScheduleAnswer extends CallAnswer {
  @ApiProperty({ example: 'sch_01a200b59692711fbc57e21c3a596c81' })
  id: string;

  @ApiProperty({ description: 'The same as id.' })
  schedule_id: string;

  @ApiProperty(textOrNull)
  name: string | null;

  @ApiProperty({ enum: SCHEDULE_STATUSES })
  status: string;

  @ApiProperty({ description: 'The same as status.' })
  paused: boolean;

  @ApiProperty({ description: `As it was given. ${CRON}` })
  cron: string;

  @ApiProperty({ description: 'The same as cron.' })
  cron_expr: string;

  @ApiProperty()
  timezone: string;

  @ApiProperty()
  catch_up: boolean;

  @ApiProperty({ enum: OVERLAPS })
  overlap: string;

  @ApiProperty({ ...timeOrNull, description: 'Null while it is paused.' })
  next_run_at: string | null;

  @ApiProperty({ ...timeOrNull, description: 'The last tick that made a job.' })
  last_run_at: string | null;

  @ApiProperty({ ...timeOrNull, description: 'The last tick that made none, since there was an open job.' })
  last_skipped_at: string | null;

  @ApiProperty({ ...time, description: 'When it was made, paused or resumed.' })
  updated_at: string;
}

export class ListedScheduleAnswer extends OmitType(ScheduleAnswer, ['body']) {}

export class SchedulesAnswer {
  @ApiProperty({ type: [ListedScheduleAnswer] })
  schedules: ListedScheduleAnswer[];

  @ApiProperty(textOrNull)
  next_cursor: string | null;
}
