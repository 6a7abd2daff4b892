import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class NewSweepQuery {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Every order that waits for a check, whatever its plan.',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'must be true or false' })
  all?: string;
}

export class NewSweepAnswer {
  @ApiProperty({ example: 'swp_01a200b59692711fbc57e21c3a596c81' })
  sweep_id: string;

  @ApiProperty({ type: 'integer', description: 'Checks that are due now.' })
  due: number;
}

class SweepAnswer extends NewSweepAnswer {
  @ApiProperty({ description: 'Whether a person opened it.' })
  manual: boolean;

  @ApiProperty({ format: 'date-time' })
  opened_at: string;

  @ApiProperty({ type: 'integer' })
  checked: number;

  @ApiProperty({ type: 'integer', description: 'Checks that changed their order.' })
  changed: number;

  @ApiProperty({ type: 'integer', description: 'Checks that the seller did not answer as it should.' })
  failed: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Until its last check so far; null before the first.' })
  duration_ms: number | null;

  @ApiProperty({ type: 'integer', description: 'The longest that a check began after it was due, in milliseconds.' })
  lateness: number;
}

export class SweepsAnswer {
  @ApiProperty({ type: [SweepAnswer] })
  sweeps: SweepAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
