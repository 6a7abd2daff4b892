import type { OrderStory, StoryCall } from '../../domain/conformance/evidence.js';
import { isFinal, type OrderStatus } from '../../domain/order.js';
import type { StoredResult } from '../../domain/result.js';
import type { AttemptStore } from '../../storage/attempt-store.js';
import type { AttemptRow } from '../../storage/entities/attempt.js';
import type { OrderStore } from '../../storage/order-store.js';

const MOST_CALLS = 100;
const MESSAGE_CHARS = 500;
const KINDS = ['forward', 'check', 'callback', 'mirror'] as const;

export interface StoryParts {
  readonly orders: OrderStore;
  readonly attempts: AttemptStore;
}

/** How a test order stands, as its journey wrote it down; null before it was placed. */
export async function readStory({ orders, attempts }: StoryParts, orderId: string): Promise<OrderStory | null> {
  const order = await orders.find(orderId);
  if (!order) return null;
  const rows = await attempts.ofOrderOfKinds(orderId, KINDS, MOST_CALLS, null);
  const result = order.result === null ? null : (JSON.parse(order.result) as StoredResult);
  const error = order.error === null ? null : (JSON.parse(order.error) as { code: string; message: string });
  return {
    ...{
      orderId,
      status: order.status,
      isFinal: isFinal(order.status as OrderStatus),
      deliveredBy: order.delivered_by,
    },
    error: error && { code: error.code, message: error.message.slice(0, MESSAGE_CHARS) },
    tookMs: order.completed_at === null ? null : order.completed_at - order.created_at,
    createdAt: order.created_at,
    calls: rows.reverse().map(callOf),
    ...{ outputType: result?.output_type ?? null, textChars: result?.text?.length ?? null },
    url: result?.url ?? result?.files.find(({ url }) => url !== null)?.url ?? null,
    files: (result?.files ?? []).map(({ filename, mime_type, detected_type, size }) => ({
      ...{ filename, declaredType: mime_type, detectedType: detected_type, size },
    })),
  };
}

function callOf(row: AttemptRow): StoryCall {
  const { kind, outcome, status_code, error, duration_ms, repeated } = row;
  return {
    ...{ kind: kind as StoryCall['kind'], outcome, status: status_code, ms: duration_ms, times: repeated },
    error: error === null ? null : error.slice(0, MESSAGE_CHARS),
  };
}
