import { ApiProperty } from '@nestjs/swagger';
import { ToolEtaAnswer } from './plan-preview.js';

const numberOrNull = { type: Number, nullable: true } as const;

class DurationBarAnswer {
  @ApiProperty()
  from_s: number;

  @ApiProperty()
  to_s: number;

  @ApiProperty({ type: 'integer' })
  count: number;
}

class PlanOutlookAnswer {
  @ApiProperty({ enum: ['sweep', 'fixed', 'exponential', 'adaptive', 'learned'] })
  strategy: string;

  @ApiProperty({
    ...{ type: [Number], maxItems: 50 },
    description:
      'Seconds after the forward at which it asks about an order that goes on, without jitter and the check at the deadline: the first 50. Of `adaptive` those of its default class, of `learned` those for all classes together; none of `sweep`.',
  })
  checks_s: readonly number[];

  @ApiProperty({
    ...numberOrNull,
    description: 'Checks an order on average; null under 20 past durations, and of `sweep`.',
  })
  expected_checks: number | null;

  @ApiProperty({
    ...numberOrNull,
    description: 'Seconds from the end of the work to the check that finds it, on average.',
  })
  expected_wait_s: number | null;
}

export class ToolDurationsAnswer {
  @ApiProperty()
  short_id: string;

  @ApiProperty({ type: 'integer', description: 'Past orders in the histogram.' })
  sample: number;

  @ApiProperty({
    type: 'integer',
    description: 'Those whose duration is known exactly; of the others the likeliest middle between two checks counts.',
  })
  exact: number;

  @ApiProperty({ enum: ['s'] })
  unit: 's';

  @ApiProperty({
    ...{ type: [DurationBarAnswer], maxItems: 40 },
    description: 'Bars that grow with the durations, without gaps; all under a second are one. Empty without orders.',
  })
  histogram: readonly DurationBarAnswer[];

  @ApiProperty({ type: ToolEtaAnswer, nullable: true, description: 'Of any order; null under 20 past durations.' })
  eta: ToolEtaAnswer | null;

  @ApiProperty({ type: PlanOutlookAnswer })
  plan: PlanOutlookAnswer;
}
