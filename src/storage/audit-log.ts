import type { Caller } from '../domain/caller.js';
import type { Tx } from '../storage/database/unit-of-work.js';

/** Whoever asks for a change, and the id of the request that does: what the audit keeps of it. */
export interface Asker {
  readonly caller: Caller;
  readonly requestId: string;
}

/** Where every write by hand is noted, in its own transaction. `details` hold no secret. */
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
