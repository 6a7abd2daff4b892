import type { Caller, Role } from '../domain/caller.js';
import type { Clock } from '../domain/clock.js';
import { newId } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { TokenRow } from '../storage/entities/token.js';
import type { SellerStore } from '../storage/seller-store.js';
import type { SessionStore } from '../storage/session-store.js';
import type { TokenStore } from '../storage/token-store.js';
import type { Audit } from './audit.js';
import { ADMIN_TOKEN_ID } from './authenticate.js';
import { hashToken, newToken } from './token-text.js';

export interface NewToken {
  readonly name: string;
  readonly role: Role;
  /** Required for role `seller`, refused for all others. */
  readonly seller_id?: string | null;
}

/** A token as it is shown: never its text. `created_at` is null for `tok_admin`, which comes from `ADMIN_TOKEN`. */
export interface TokenView {
  readonly token_id: string;
  readonly name: string;
  readonly role: string;
  readonly seller_id: string | null;
  readonly created_at: string | null;
}

export interface TokensParts {
  readonly unit: UnitOfWork;
  readonly tokens: TokenStore;
  readonly sessions: SessionStore;
  readonly sellers: SellerStore;
  readonly audit: Audit;
  readonly clock: Clock;
}

const adminView: TokenView = {
  token_id: ADMIN_TOKEN_ID,
  name: 'ADMIN_TOKEN',
  role: 'admin',
  seller_id: null,
  created_at: null,
};

/** Bearer tokens (contract, section 0): made, listed, ended. A token's text is told once, when it is made. */
export class Tokens {
  constructor(private readonly parts: TokensParts) {}

  /** 400 where the role is `seller` and `seller_id` names none, or the other way round. */
  async create(caller: Caller, wish: NewToken, requestId: string): Promise<TokenView & { token: string }> {
    checkSellerId(wish);
    return this.parts.unit.run(async (tx) => {
      if (wish.seller_id && !(await this.parts.sellers.hold(tx, wish.seller_id))) {
        throw Problem.invalid([{ field: 'seller_id', message: 'names no seller; register the seller first' }]);
      }
      const { row, token } = await this.insert(tx, wish);
      const details = { name: row.name, role: row.role, seller_id: row.seller_id };
      await this.parts.audit.record(tx, caller, 'token.created', row.token_id, details, requestId);
      return { ...viewOf(row), token };
    });
  }

  async get(tokenId: string): Promise<TokenView> {
    if (tokenId === ADMIN_TOKEN_ID) return adminView;
    const row = await this.parts.tokens.find(tokenId);
    if (!row) throw Problem.notFound('token');
    return viewOf(row);
  }

  /** Newest first, `tok_admin` before all; `before` is the last token_id of the page before. */
  async list(limit: number, before: string | null): Promise<TokenView[]> {
    const rows = (await this.parts.tokens.list(limit, before)).map(viewOf);
    return before === null ? [adminView, ...rows].slice(0, limit) : rows;
  }

  /** Ends a token and every session opened with it. 409 for `tok_admin`: change `ADMIN_TOKEN` and start anew. */
  async delete(caller: Caller, tokenId: string, requestId: string): Promise<void> {
    if (tokenId === ADMIN_TOKEN_ID) throw adminStays();
    await this.parts.unit.run(async (tx) => {
      const row = await this.parts.tokens.delete(tx, tokenId);
      if (!row) throw Problem.notFound('token');
      await this.parts.sessions.deleteOfToken(tx, tokenId);
      const details = { name: row.name, role: row.role, seller_id: row.seller_id };
      await this.parts.audit.record(tx, caller, 'token.deleted', tokenId, details, requestId);
    });
  }

  /** A token for a seller, within the transaction that registers it or rotates its token; answers the text. */
  async issue(tx: Tx, seller: { readonly seller_id: string; readonly name: string }): Promise<string> {
    return (await this.insert(tx, { name: seller.name, role: 'seller', seller_id: seller.seller_id })).token;
  }

  /** Ends every token of a seller, and the sessions opened with them. */
  async endAll(tx: Tx, sellerId: string): Promise<void> {
    const ids = await this.parts.tokens.deleteOfSeller(tx, sellerId);
    for (const tokenId of ids) await this.parts.sessions.deleteOfToken(tx, tokenId);
  }

  private async insert(tx: Tx, wish: NewToken): Promise<{ row: TokenRow; token: string }> {
    const token = newToken(wish.role);
    const row: TokenRow = {
      token_id: newId('tok'),
      name: wish.name,
      role: wish.role,
      seller_id: wish.seller_id ?? null,
      hash: hashToken(token),
      created_at: this.parts.clock.now(),
    };
    await this.parts.tokens.insert(tx, row);
    return { row, token };
  }
}

function checkSellerId(wish: NewToken): void {
  const given = wish.seller_id !== undefined && wish.seller_id !== null;
  if (given === (wish.role === 'seller')) return;
  const message = given ? 'belongs to role seller only: leave it out' : 'is required for role seller';
  throw Problem.invalid([{ field: 'seller_id', message }]);
}

function adminStays(): Problem {
  return new Problem(409, 'admin_token', 'tok_admin is the setting ADMIN_TOKEN: change the setting to end it.');
}

function viewOf(row: TokenRow): TokenView {
  return {
    token_id: row.token_id,
    name: row.name,
    role: row.role,
    seller_id: row.seller_id,
    created_at: new Date(row.created_at).toISOString(),
  };
}
