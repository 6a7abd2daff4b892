import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { OrderErrorAnswer, ResultAnswer } from './order.js';

class OperationErrorAnswer extends PickType(OrderErrorAnswer, ['code', 'message']) {}

export class OperationAnswer {
  @ApiProperty({ enum: ['Running', 'Succeeded', 'Failed', 'Canceled'] })
  status: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100 })
  percentComplete: number;

  @ApiPropertyOptional({ type: ResultAnswer, description: 'Once it has succeeded.' })
  result?: ResultAnswer;

  @ApiPropertyOptional({ type: OperationErrorAnswer, description: 'Once it has failed.' })
  error?: OperationErrorAnswer;
}
