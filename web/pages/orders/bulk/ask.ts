import type { Answer } from '../../../../src/client/client.ts';
import type { Role } from '../../../api/client.ts';
import type { OrdersSearch } from '../search.ts';

export type BulkAction = Answer<'/v1/orders/bulk/{bulk_id}', 'get'>['action'];

/** What is to be done, and to which orders. */
export interface BulkAsk {
  readonly action: BulkAction;
  readonly filter: OrdersSearch & { readonly order_ids?: string[] };
}

/** What a role may do to many orders. */
export function actionsOf(role: Role): readonly BulkAction[] {
  if (role === 'admin' || role === 'operator') return ['check', 'retry', 'cancel'];
  return role === 'seller' ? ['check'] : [];
}

/** The orders that were chosen one by one, or all that fit. */
export function filterOf(search: OrdersSearch, ids: Iterable<string>, isAll: boolean): BulkAsk['filter'] {
  return isAll ? search : { order_ids: [...ids] };
}

/** A key of 128 random bits: an action that is asked for twice, by a lost answer, is one. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
