import { ApiProperty } from '@nestjs/swagger';
import { ATTENTION_CAUSES } from '../../domain/attention/attention-words.js';
import type { Attention } from '../../orders/attention/read-attention.js';

const textOrNull = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;

export class AttentionGroupAnswer {
  @ApiProperty({ enum: ATTENTION_CAUSES })
  cause: string;

  @ApiProperty({ description: 'What is wrong, in a sentence.' })
  title: string;

  @ApiProperty({ description: 'What to do about it.' })
  hint: string;

  @ApiProperty({ ...textOrNull, description: 'Null where it is about several tools, or about none.' })
  short_id: string | null;

  @ApiProperty(textOrNull)
  seller_id: string | null;

  @ApiProperty({ type: 'integer', description: 'Exact up to 1,000; more is told as that.' })
  count: number;

  @ApiProperty(time)
  oldest_at: string;

  @ApiProperty({ type: [String], description: 'A hundred at most, oldest first.' })
  order_ids: readonly string[];

  @ApiProperty({ type: [String] })
  outage_ids: readonly string[];

  @ApiProperty({ type: [String] })
  notification_ids: readonly string[];
}

export class AttentionAnswer {
  @ApiProperty({ type: [AttentionGroupAnswer] })
  groups: AttentionGroupAnswer[];

  @ApiProperty(time)
  generated_at: string;
}

export function attentionAnswer({ groups, generatedAt }: Attention): AttentionAnswer {
  return {
    groups: groups.map(({ cause, title, hint, shortId, sellerId, count, oldestAt, ...ids }) => ({
      ...{ cause, title, hint, short_id: shortId, seller_id: sellerId, count },
      oldest_at: new Date(oldestAt).toISOString(),
      ...{ order_ids: ids.orderIds, outage_ids: ids.outageIds, notification_ids: ids.notificationIds },
    })),
    generated_at: new Date(generatedAt).toISOString(),
  };
}
