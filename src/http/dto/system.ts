import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { RANGES, type Range } from '../../domain/minute-figures.js';

const RANGE_NAMES = Object.keys(RANGES) as Range[];
const whole = { type: 'integer' } as const;
const wholeOrNull = { type: 'integer', nullable: true } as const;
const textOrNull = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;

export class SeriesQuery {
  @ApiPropertyOptional({ enum: RANGE_NAMES, default: '6h' })
  @IsOptional()
  @IsIn(RANGE_NAMES, { message: `must be one of ${RANGE_NAMES.join(', ')}` })
  range?: Range;
}

class OpenOrdersAnswer {
  @ApiProperty(whole)
  received: number;

  @ApiProperty(whole)
  forwarding: number;

  @ApiProperty(whole)
  processing: number;
}

class WorkNowAnswer {
  @ApiProperty({ ...whole, description: 'Rows of work that nobody has taken, due or not.' })
  waiting: number;

  @ApiProperty(whole)
  due: number;

  @ApiProperty({ type: Number, description: 'Seconds since the oldest due work was due; 0 where none is.' })
  oldest_due_s: number;

  @ApiProperty({ ...whole, description: 'Calls that the process which answers has under way.' })
  in_flight: number;

  @ApiProperty(whole)
  quarantined: number;
}

class MessagesNowAnswer {
  @ApiProperty(whole)
  pending: number;

  @ApiProperty(whole)
  dead: number;
}

class OpenBreakerAnswer {
  @ApiProperty()
  origin: string;

  @ApiProperty({ ...textOrNull, description: 'Null where the origin fails for several sellers.' })
  short_id: string | null;

  @ApiProperty(textOrNull)
  seller_id: string | null;

  @ApiProperty(time)
  since: string;
}

class StorageNowAnswer {
  @ApiProperty({ ...wholeOrNull, description: 'At most a minute old, as files is.' })
  database_bytes: number | null;

  @ApiProperty({ ...wholeOrNull, description: 'Result files that are kept; 100,000 where there are more.' })
  files: number | null;

  @ApiProperty({ ...wholeOrNull, description: 'Null where result files lie on no disk of this machine.' })
  disk_free_bytes: number | null;

  @ApiProperty(wholeOrNull)
  disk_total_bytes: number | null;
}

/** Counts end at 10,000: what is more is told as that. */
export class SystemAnswer {
  @ApiProperty()
  version: string;

  @ApiProperty({ example: '20.19.0' })
  node: string;

  @ApiProperty({ enum: ['all', 'api', 'worker'], description: 'Of the process that answers.' })
  role: string;

  @ApiProperty({ enum: ['embedded', 'distributed'] })
  engine: string;

  @ApiProperty({ enum: ['sqlite', 'postgres'] })
  database: string;

  @ApiProperty({ ...time, description: 'Of the process that answers.' })
  started_at: string;

  @ApiProperty({ ...whole, description: 'That said within two minutes that they live.' })
  processes: number;

  @ApiProperty({ type: OpenOrdersAnswer })
  orders: OpenOrdersAnswer;

  @ApiProperty({ type: WorkNowAnswer })
  work: WorkNowAnswer;

  @ApiProperty({ type: MessagesNowAnswer })
  notifications: MessagesNowAnswer;

  @ApiProperty({ type: [OpenBreakerAnswer], description: 'Where calls are held back now.' })
  open_breakers: OpenBreakerAnswer[];

  @ApiProperty({ type: StorageNowAnswer })
  storage: StorageNowAnswer;
}

class CallsAnswer {
  @ApiProperty({ ...whole, description: 'That brought an answer as it should be.' })
  ok: number;

  @ApiProperty({ ...whole, description: 'Answers that told of something wrong.' })
  seller_error: number;

  @ApiProperty(whole)
  timeout: number;

  @ApiProperty({ ...whole, description: 'Lookup, TLS, connections, requests without an answer.' })
  network: number;

  @ApiProperty({ ...whole, description: 'Addresses that the guard refused.' })
  refused: number;
}

class SeriesPointAnswer {
  @ApiProperty({ ...time, description: 'Where the step begins.' })
  at: string;

  @ApiProperty({ ...whole, description: 'Runs that began: placed, and sent again.' })
  placed: number;

  @ApiProperty(whole)
  completed: number;

  @ApiProperty(whole)
  failed: number;

  @ApiProperty(whole)
  expired: number;

  @ApiProperty({ type: CallsAnswer })
  calls: CallsAnswer;

  @ApiProperty({
    ...wholeOrNull,
    description: 'Of 100 calls 95 began no later than so many milliseconds after they were due.',
  })
  lateness_p95_ms: number | null;

  @ApiProperty(wholeOrNull)
  due: number | null;

  @ApiProperty(wholeOrNull)
  waiting: number | null;
}

export class SystemSeriesAnswer {
  @ApiProperty({ enum: RANGE_NAMES })
  range: string;

  @ApiProperty({ ...whole, description: 'Seconds of one step.' })
  step_s: number;

  @ApiProperty({ type: [SeriesPointAnswer], description: 'One for each step, oldest first; the last is running.' })
  points: readonly SeriesPointAnswer[];
}
