import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';

const MOST_PLANS = 8;
const LONGEST_PLAN = 8_192;
const numberOrNull = { type: Number, nullable: true } as const;

export class PlanPreviewQuery {
  @ApiPropertyOptional({
    ...{ type: [String], maxItems: MOST_PLANS, example: ['{"strategy":"fixed","interval_s":60}'] },
    description:
      "A plan as JSON, as in a tool's `poll`; may be repeated. Left out: the tool's own, `sweep`, `fixed` every 60 s, " +
      '`exponential` and `learned`, side by side.',
  })
  @IsOptional()
  @IsPlanTexts()
  poll?: string | string[];

  polls(): readonly string[] {
    if (this.poll === undefined) return [];
    return typeof this.poll === 'string' ? [this.poll] : this.poll;
  }
}

class PlanFiguresAnswer {
  @ApiProperty({ type: 'object', additionalProperties: true, example: { strategy: 'sweep' } })
  poll: unknown;

  @ApiProperty({ type: 'integer', description: 'Orders it was tried on; fewer where it asks very often.' })
  orders: number;

  @ApiProperty(numberOrNull)
  checks_per_order: number | null;

  @ApiProperty({ ...numberOrNull, description: 'Seconds from the end of the work to the check that found it.' })
  mean_wait_s: number | null;

  @ApiProperty(numberOrNull)
  p95_wait_s: number | null;

  @ApiProperty({
    ...numberOrNull,
    description: "Share of orders found before the plan's limits, the deadline and 1,000 checks: 0 to 1.",
  })
  found: number | null;
}

export class ToolEtaAnswer {
  @ApiProperty({ type: 'integer', description: 'Seconds: half of the orders take no longer.' })
  p50_s: number;

  @ApiProperty({ type: 'integer' })
  p90_s: number;

  @ApiProperty({ type: 'integer' })
  sample: number;
}

export class PlanPreviewAnswer {
  @ApiProperty()
  short_id: string;

  @ApiProperty({ type: 'integer', description: 'Past orders that were looked at; 1,000 at most.' })
  sample: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'Orders created since then count.' })
  since: string;

  @ApiProperty({ type: [PlanFiguresAnswer] })
  plans: PlanFiguresAnswer[];

  @ApiProperty({ type: ToolEtaAnswer, nullable: true, description: 'Of any order; null under 20 past durations.' })
  eta: ToolEtaAnswer | null;
}

function IsPlanTexts(): PropertyDecorator {
  const isText = (one: unknown) => typeof one === 'string' && one.length <= LONGEST_PLAN;
  const validate = (value: unknown) => [value].flat().length <= MOST_PLANS && [value].flat().every(isText);
  const defaultMessage = () =>
    `must be a plan as JSON of at most ${LONGEST_PLAN} characters, given at most ${MOST_PLANS} times`;
  return ValidateBy({ name: 'isPlanTexts', validator: { validate, defaultMessage } });
}
