import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, ValidateIf } from 'class-validator';
import { PageQuery } from '../paging.js';

const time = { type: String, format: 'date-time' } as const;

export class OutagesQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: 'must be given once' })
  seller_id?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: 'must be given once' })
  short_id?: string;
}

export class ListedOutageAnswer {
  @ApiProperty({ example: 'out_01a200b59692711fbc57e21c3a596c81' })
  outage_id: string;

  @ApiProperty()
  seller_id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where all that the seller has at the origin could not be reached.',
  })
  short_id: string | null;

  @ApiProperty({ example: 'https://seller.example' })
  origin: string;

  @ApiProperty({ ...time, description: 'When the first of the calls in a row began that failed.' })
  from: string;

  @ApiProperty({ ...time, nullable: true, description: 'When a good answer came again; null while it lasts.' })
  to: string | null;

  @ApiProperty({ type: 'integer', description: 'Forwards that failed.' })
  forwards: number;

  @ApiProperty({ type: 'integer', description: 'Checks that failed, each order of a batch counted.' })
  checks: number;

  @ApiProperty({ type: 'integer', description: 'Callbacks that came while it lasted.' })
  callbacks: number;

  @ApiProperty({ type: 'integer', description: 'Orders that it held up.' })
  orders: number;

  @ApiProperty({ type: String, nullable: true, description: 'What the last call that failed came to.' })
  error: string | null;

  @ApiProperty({ ...time, nullable: true, description: 'When what it held up was made good.' })
  replayed_at: string | null;
}

/** Given as null, it is refused as any other value that is neither. */
const IfGiven = () => ValidateIf((_, value: unknown) => value !== undefined);

export class ReplayBody {
  @ApiPropertyOptional({ default: false, description: 'Only say what it would do.' })
  @IfGiven()
  @IsBoolean({ message: 'must be true or false' })
  dry_run?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'Send also what the seller had begun, and the outage ended, again: it may be done, and paid, twice.',
  })
  @IfGiven()
  @IsBoolean({ message: 'must be true or false' })
  redo?: boolean;
}

export class ReplayAnswer {
  @ApiProperty()
  outage_id: string;

  @ApiProperty()
  dry_run: boolean;

  @ApiProperty({ type: 'integer', description: 'Orders that never started, and go again.' })
  forward: number;

  @ApiProperty({ type: 'integer', description: 'Orders that the seller has, and that are asked for now.' })
  check: number;

  @ApiProperty({ type: 'integer', description: 'Deadlines that are moved.' })
  extend: number;

  @ApiProperty({
    type: 'integer',
    description: 'By how many seconds, less what an order was given for another outage.',
  })
  extend_by_s: number;

  @ApiProperty({ type: 'integer', description: 'Orders that were begun and ended by it: sent again only with `redo`.' })
  redo: number;

  @ApiProperty({ type: 'integer', description: 'Orders that are still to be made good.' })
  left: number;

  @ApiProperty({ enum: ['none', 'running', 'done'] })
  status: string;

  @ApiProperty({ type: 'integer', description: 'Orders that were made good.' })
  done: number;
}

export class OutageAnswer extends ListedOutageAnswer {
  @ApiProperty({ type: ReplayAnswer, nullable: true, description: 'The last one.' })
  replay: ReplayAnswer | null;
}

export class OutagesAnswer {
  @ApiProperty({ type: [ListedOutageAnswer] })
  outages: ListedOutageAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
