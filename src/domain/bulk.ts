import type { OrderStatus } from './order.js';

/** What can be done to many orders at once. */
export const BULK_ACTIONS = ['check', 'retry', 'cancel'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** Orders that an action can apply to; each is looked at once more when its turn comes. */
const APPLIES_TO: Readonly<Record<BulkAction, readonly OrderStatus[]>> = {
  check: ['processing'],
  retry: ['failed', 'expired'],
  cancel: ['received', 'forwarding', 'processing'],
};

/** Which of the statuses that were asked for (undefined: all) an action can apply to; empty: none. */
export function statusesFor(action: BulkAction, asked: readonly OrderStatus[] | undefined): readonly OrderStatus[] {
  return APPLIES_TO[action].filter((status) => asked === undefined || asked.includes(status));
}
