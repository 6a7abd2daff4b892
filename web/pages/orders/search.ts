import type { OrderStatus } from '../../api/client.ts';

/** The filters of the orders page, as its address holds them; the words of `GET /v1/orders`. */
export interface OrdersSearch {
  /** Comma list. */
  readonly status?: string;
  readonly short_id?: string;
  readonly seller_id?: string;
  readonly is_test?: boolean;
  readonly created_after?: string;
  readonly created_before?: string;
  readonly q?: string;
}

/** In the order of an order's life. */
export const STATUSES: readonly OrderStatus[] = [
  'received',
  'forwarding',
  'processing',
  'completed',
  'failed',
  'expired',
  'cancelled',
];
const TEXTS = ['short_id', 'seller_id', 'created_after', 'created_before', 'q'] as const;

/** What an address says, without what is no filter: addresses are typed, shared and cut. */
export function readOrdersSearch(search: Readonly<Record<string, unknown>>): OrdersSearch {
  const named = typeof search.status === 'string' ? search.status.split(',') : [];
  const status = STATUSES.filter((word) => named.includes(word)).join(',');
  const texts = TEXTS.flatMap((name) => {
    const value = search[name];
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text.trim() !== '' ? [[name, text.trim().slice(0, 200)]] : [];
  });
  return {
    ...(status === '' ? {} : { status }),
    ...(typeof search.is_test === 'boolean' ? { is_test: search.is_test } : {}),
    ...(Object.fromEntries(texts) as OrdersSearch),
  };
}
