import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { isInstant } from '../../domain/instant.js';
import { ORDER_STATUSES, type OrderStatus } from '../../domain/order.js';
import type { OrderListAsk } from '../../orders/list-orders.js';
import { PageQuery } from '../paging.js';
import { ListedOrderAnswer } from './order.js';

const once = { message: 'must be given once' };
const short = { message: 'must have at most 100 characters' };

/** Filters of the list of orders; all that are given must fit. */
export class OrdersQuery extends PageQuery {
  @ApiPropertyOptional({ description: `Comma list of ${ORDER_STATUSES.join(', ')}.`, example: 'failed,expired' })
  @IsOptional()
  @IsStatuses()
  status?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString(once)
  @MaxLength(100, short)
  short_id?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString(once)
  @MaxLength(100, short)
  seller_id?: string;

  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'must be true or false' })
  is_test?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Created at this instant or later.' })
  @IsOptional()
  @IsInstant()
  created_after?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Created before this instant.' })
  @IsOptional()
  @IsInstant()
  created_before?: string;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 200,
    description:
      'The beginning of an id, or text in message or error. Eight characters or more that begin an id are read as that.',
  })
  @IsOptional()
  @IsString(once)
  @Matches(/^[^\p{Cc}]{1,200}$/u, { message: 'must have 1 to 200 characters and no control characters' })
  q?: string;

  toAsk(): OrderListAsk {
    const instant = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
    return {
      statuses: this.status === undefined ? undefined : statusesOf(this.status),
      ...{ shortId: this.short_id, sellerId: this.seller_id, text: this.q },
      isTest: this.is_test === undefined ? undefined : this.is_test === 'true',
      ...{ createdAfter: instant(this.created_after), createdBefore: instant(this.created_before) },
    };
  }
}

export class OrdersAnswer {
  @ApiProperty({ type: [ListedOrderAnswer] })
  orders: ListedOrderAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

/** Each once, in the order of an order's life. */
function statusesOf(list: string): OrderStatus[] {
  const named = new Set(list.split(',').map((word) => word.trim()));
  return ORDER_STATUSES.filter((status) => named.has(status));
}

export function IsStatuses(): PropertyDecorator {
  const known = new Set<string>(ORDER_STATUSES);
  const validate = (value: unknown) =>
    typeof value === 'string' && value.split(',').every((word) => known.has(word.trim()));
  const defaultMessage = () => `must be a comma list of ${ORDER_STATUSES.join(', ')}`;
  return ValidateBy({ name: 'isStatuses', validator: { validate, defaultMessage } });
}

/** An instant of a filter: a day in UTC, or a time with `Z` or an offset. */
export function IsInstant(): PropertyDecorator {
  const defaultMessage = () => 'must be an instant such as 2026-01-31 or 2026-01-31T09:00:00.000Z';
  return ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage } });
}
