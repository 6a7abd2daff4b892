import type { Caller } from '../domain/caller.js';
import type { Clock } from '../domain/clock.js';
import { newId } from '../domain/ids.js';
import type { AuditStore } from '../storage/audit-store.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { AuditEntryRow } from '../storage/entities/audit-entry.js';

/** Names and numbers that say what changed. */
export type AuditDetails = Readonly<Record<string, unknown>>;

/** One entry, as `GET /v1/audit` shows it. */
export interface AuditEntry {
  readonly entry_id: string;
  readonly at: string;
  readonly actor: { readonly role: string; readonly token_id: string; readonly name: string };
  readonly action: string;
  /** The id of what was changed. */
  readonly target: string;
  readonly details: AuditDetails | null;
  readonly request_id: string;
}

/** Details whose name says that the value is a secret: the value is not kept, whoever hands it in. */
const SECRET_NAME = /(?:token|secret|password|authorization|cookie|headers)$/i;

/** Who changed what, and when (contract, section 11). */
export class Audit {
  constructor(
    private readonly store: AuditStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes a change in the transaction that makes it. `action` is a noun and a past participle, `token.created`;
   * `details` name what changed and hold no secret.
   */
  async record(
    tx: Tx,
    caller: Caller,
    action: string,
    target: string,
    details: AuditDetails | null,
    requestId: string,
  ): Promise<void> {
    await this.store.insert(tx, {
      entry_id: newId('aud'),
      at: this.clock.now(),
      actor_role: caller.role,
      actor_id: caller.tokenId,
      actor_name: caller.name,
      action,
      target,
      details: details && JSON.stringify(details, hideSecrets),
      request_id: requestId,
    });
  }

  /** Newest first; `before` is the entry_id of the last one of the page before. */
  async list(limit: number, before: string | null): Promise<AuditEntry[]> {
    return (await this.store.list(limit, before)).map(entryOf);
  }
}

function hideSecrets(name: string, value: unknown): unknown {
  return SECRET_NAME.test(name) && typeof value !== 'boolean' ? '••••' : value;
}

function entryOf(row: AuditEntryRow): AuditEntry {
  return {
    entry_id: row.entry_id,
    at: new Date(row.at).toISOString(),
    actor: { role: row.actor_role, token_id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    details: row.details === null ? null : (JSON.parse(row.details) as AuditDetails),
    request_id: row.request_id,
  };
}
