import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { TokenRow } from './entities/token.js';

/** The table `tokens`: bearer tokens by their SHA-256 (index `tokens_hash`); the text of a token is kept nowhere. */
export class TokenStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, row: TokenRow): Promise<void> {
    await tx.run(
      'INSERT INTO tokens (token_id, name, role, seller_id, hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [row.token_id, row.name, row.role, row.seller_id, row.hash, row.created_at],
    );
  }

  /** Asked once a request. */
  async findByHash(hash: string): Promise<TokenRow | null> {
    const rows = await this.database.read<TokenRow>('SELECT * FROM tokens WHERE hash = $1', [hash]);
    return rows[0] ?? null;
  }

  async find(tokenId: string): Promise<TokenRow | null> {
    const rows = await this.database.read<TokenRow>('SELECT * FROM tokens WHERE token_id = $1', [tokenId]);
    return rows[0] ?? null;
  }

  /** Newest first; `before` is the last token_id of the page before. */
  async list(limit: number, before: string | null): Promise<TokenRow[]> {
    const older = before === null ? '' : 'WHERE token_id < $2';
    return this.database.read<TokenRow>(
      `SELECT * FROM tokens ${older} ORDER BY token_id DESC LIMIT $1`,
      before === null ? [limit] : [limit, before],
    );
  }

  /** The row that is gone now; null where there was none. */
  async delete(tx: Tx, tokenId: string): Promise<TokenRow | null> {
    const rows = await tx.query<TokenRow>('DELETE FROM tokens WHERE token_id = $1 RETURNING *', [tokenId]);
    return rows[0] ?? null;
  }

  /** Ids of the tokens that are gone now. */
  async deleteOfSeller(tx: Tx, sellerId: string): Promise<string[]> {
    const rows = await tx.query<{ token_id: string }>('DELETE FROM tokens WHERE seller_id = $1 RETURNING token_id', [
      sellerId,
    ]);
    return rows.map((row) => row.token_id);
  }
}
