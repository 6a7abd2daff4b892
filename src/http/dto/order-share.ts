import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { OrderAnswer } from './order.js';

const LEAST_S = 60;
const MOST_S = 90 * 86_400;
const WEEK_S = 7 * 86_400;
const expiresRule = { message: `must be a whole number of seconds from ${LEAST_S} to ${MOST_S}` };

export class ShareBody {
  @ApiPropertyOptional({ type: 'integer', minimum: LEAST_S, maximum: MOST_S, default: WEEK_S })
  @IsInt(expiresRule)
  @Min(LEAST_S, expiresRule)
  @Max(MOST_S, expiresRule)
  expires_s: number = WEEK_S;
}

export class ShareAnswer {
  @ApiProperty({ description: "Of the buyer's page; whoever has it sees the order until then." })
  url: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expires_at: string;
}

class SharedErrorAnswer {
  @ApiProperty({ description: 'A sentence for a buyer.' })
  message: string;
}

/** An order, to whoever bears a share token. */
export class SharedOrderAnswer extends PickType(OrderAnswer, [
  ...(['order_id', 'status', 'progress', 'message', 'eta', 'result'] as const),
  ...(['created_at', 'forwarded_at', 'completed_at', 'updated_at'] as const),
]) {
  @ApiProperty()
  tool_name: string;

  @ApiProperty({ type: SharedErrorAnswer, nullable: true, description: 'Of an order that failed or expired.' })
  error: SharedErrorAnswer | null;
}
