import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { AuditEntryRow } from './entities/audit-entry.js';

/** The table `audit`: who changed what. Rows are added and read, never changed. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, row: AuditEntryRow): Promise<void> {
    await tx.run(
      `INSERT INTO audit (entry_id, at, actor_role, actor_id, actor_name, action, target, details, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        row.entry_id,
        row.at,
        row.actor_role,
        row.actor_id,
        row.actor_name,
        row.action,
        row.target,
        row.details,
        row.request_id,
      ],
    );
  }

  /** Newest first; `before` is the last entry_id of the page before. */
  async list(limit: number, before: string | null): Promise<AuditEntryRow[]> {
    const older = before === null ? '' : 'WHERE entry_id < $2';
    return this.database.read<AuditEntryRow>(
      `SELECT * FROM audit ${older} ORDER BY entry_id DESC LIMIT $1`,
      before === null ? [limit] : [limit, before],
    );
  }
}
