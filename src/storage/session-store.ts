import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { SessionRow } from './entities/session.js';

/** A session beside what its token says now; name, role and seller_id are null once the token is gone or was replaced. */
export interface SessionOfToken extends SessionRow {
  readonly name: string | null;
  readonly role: string | null;
  readonly seller_id: string | null;
}

/** The table `sessions`: sessions of the pages by the SHA-256 of their cookie. */
export class SessionStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, row: SessionRow): Promise<void> {
    await tx.run(
      `INSERT INTO sessions (session_hash, token_id, token_hash, csrf_hash, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.session_hash, row.token_id, row.token_hash, row.csrf_hash, row.created_at, row.expires_at],
    );
  }

  /** Asked once a request; two look-ups by primary key. */
  async find(sessionHash: string): Promise<SessionOfToken | null> {
    const rows = await this.database.read<SessionOfToken>(
      `SELECT s.session_hash, s.token_id, s.token_hash, s.csrf_hash, s.created_at, s.expires_at, t.name, t.role, t.seller_id
       FROM sessions s LEFT JOIN tokens t ON t.token_id = s.token_id AND t.hash = s.token_hash WHERE s.session_hash = $1`,
      [sessionHash],
    );
    return rows[0] ?? null;
  }

  /** True if there was one. */
  async delete(tx: Tx, sessionHash: string): Promise<boolean> {
    return (await tx.run('DELETE FROM sessions WHERE session_hash = $1', [sessionHash])) > 0;
  }

  async deleteOfToken(tx: Tx, tokenId: string): Promise<void> {
    await tx.run('DELETE FROM sessions WHERE token_id = $1', [tokenId]);
  }

  /** Reads the whole table, which holds no more than the log-ins of one session's length; for log-in, not for every request. */
  async deleteExpired(tx: Tx, nowMs: number): Promise<void> {
    await tx.run('DELETE FROM sessions WHERE expires_at <= $1', [nowMs]);
  }
}
