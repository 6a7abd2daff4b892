import type { Caller } from '../domain/caller.js';
import type { Tx } from '../storage/database/unit-of-work.js';

/** Whoever asks for a change, and the id of the request that does: what the audit keeps of it. */
export interface Asker {
  readonly caller: Caller;
  readonly requestId: string;
}

/** Where every write is noted, in its own transaction. `details` name what changed and never hold a secret. */
export interface AuditLog {
  record(
    tx: Tx,
    caller: Caller,
    action: string,
    target: string,
    details: Readonly<Record<string, unknown>> | null,
    requestId: string,
  ): Promise<void>;
}

/** True unless the caller is a seller and this is another seller's: what it may not know exists. */
export function mayKnow(caller: Caller, sellerId: string): boolean {
  return caller.role !== 'seller' || caller.sellerId === sellerId;
}
