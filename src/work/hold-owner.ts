import { Problem } from '../domain/problem.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { SellerStore } from '../storage/seller-store.js';
import { OPERATOR } from './owners.js';

/**
 * Before anything is laid down for a seller: its token was good when the request came, and it may have been deleted since. Held, so that
 * a deletion comes before or after, and ends what this transaction lays down. 404 for one that is gone.
 */
export async function holdOwner(sellers: Pick<SellerStore, 'hold'>, tx: Tx, owner: string): Promise<void> {
  if (owner !== OPERATOR && !(await sellers.hold(tx, owner))) throw Problem.notFound('seller');
}
