import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsObject, IsString, Length, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { isUuid } from '../../domain/ids.js';
import { rawMembers } from '../../domain/raw-members.js';
import { isJsonObject, type JsonObject } from '../../domain/strict-json.js';
import type { OrderRequest } from '../../orders/new-order.js';
import { AsItCame } from '../as-it-came.js';

const deadlineRule = { message: 'must be a whole number of seconds from 60 to 2592000' };

export class NewOrderBody {
  @ApiProperty({ minLength: 1, maxLength: 64, description: 'The tool.' })
  @IsString({ message: 'must be a string' })
  @Length(1, 64, { message: 'must have 1 to 64 characters' })
  short_id: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Passed on as it came; at most 1 MiB.' })
  @AsItCame()
  @IsObject({ message: 'must be an object' })
  inputs: JsonObject;

  @ApiPropertyOptional({ format: 'uuid', description: 'Made if absent.' })
  @IfGiven()
  @IsUuid()
  order_id?: string;

  @ApiPropertyOptional({ default: false, description: 'No marketplace events, no statistics.' })
  @IfGiven()
  @IsBoolean({ message: 'must be true or false' })
  is_test?: boolean;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'At most 4 KiB.' })
  @AsItCame()
  @IfGiven()
  @IsStrings()
  metadata?: Record<string, string>;

  @ApiPropertyOptional({ type: 'integer', minimum: 60, maximum: 2_592_000, description: "Default: the tool's." })
  @IfGiven()
  @IsInt(deadlineRule)
  @Min(60, deadlineRule)
  @Max(2_592_000, deadlineRule)
  deadline_s?: number;

  /** `raw`: the bytes of the body, so that the inputs are passed on to the letter. */
  toRequest(raw: Buffer | null): OrderRequest {
    const { short_id, inputs, is_test, metadata, deadline_s } = this;
    const inputs_text = raw === null ? undefined : rawMembers(raw.toString('utf8')).get('inputs');
    return { short_id, inputs, inputs_text, order_id: this.order_id?.toLowerCase(), is_test, metadata, deadline_s };
  }
}

/** Leaving a field out is not the same as null. */
function IfGiven(): PropertyDecorator {
  return ValidateIf((_body, value) => value !== undefined);
}

function IsUuid(): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && isUuid(value);
  return rule('isUuid', validate, 'must be a UUID');
}

function IsStrings(): PropertyDecorator {
  const validate = (value: unknown) =>
    isJsonObject(value) && Object.values(value).every((entry) => typeof entry === 'string');
  return rule('isStrings', validate, 'must be an object whose values are strings');
}

function rule(name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator {
  return applyDecorators(ValidateBy({ name, validator: { validate, defaultMessage: () => message } }));
}
