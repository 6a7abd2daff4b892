import type { components } from '../../src/client/api-types.ts';

type Whole = components['schemas']['OrderAnswer'];

/** An order as `GET /v1/orders/{order_id}` shows it to the token of a share link: nothing of its inputs, its calls or its seller. */
export type BuyerOrder = Pick<
  Whole,
  | 'order_id'
  | 'status'
  | 'progress'
  | 'message'
  | 'eta'
  | 'result'
  | 'created_at'
  | 'forwarded_at'
  | 'completed_at'
  | 'updated_at'
> & { readonly tool_name: string; readonly error: { readonly message: string } | null };

export type Result = NonNullable<BuyerOrder['result']>;
export type ResultFile = Result['files'][number];

/** An order that one holds the link of. */
export interface Link {
  readonly orderId: string;
  readonly token: string;
}

/** Where the API has an order, or what lies `below` it (`/stream`, `/files/1`), for the holder of its link. */
export function addressOf({ orderId, token }: Link, below = ''): string {
  return `/v1/orders/${encodeURIComponent(orderId)}${below}?t=${encodeURIComponent(token)}`;
}
