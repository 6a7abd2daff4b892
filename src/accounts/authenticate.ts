import { timingSafeEqual } from 'node:crypto';
import { ROLES, type Caller, type Role } from '../domain/caller.js';
import type { TokenStore } from '../storage/token-store.js';
import { hashToken, looksLikeToken } from './token-text.js';

/** The id of `ADMIN_TOKEN`, which has no row: it is set from outside and cannot be deleted. */
export const ADMIN_TOKEN_ID = 'tok_admin';

const admin: Caller = { role: 'admin', tokenId: ADMIN_TOKEN_ID, name: 'ADMIN_TOKEN', sellerId: null };

/** What of a token's row says who its bearer is. */
export interface TokenHolder {
  readonly token_id: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly seller_id: string | null;
}

/** From a bearer token to a caller (contract, section 0). */
export class Authenticate {
  private readonly adminHash: string;

  constructor(
    private readonly tokens: TokenStore,
    adminToken: string,
  ) {
    this.adminHash = hashToken(adminToken);
  }

  /** Null for a text that is no token of ours, or no longer one. */
  async byToken(text: string): Promise<Caller | null> {
    const hash = hashToken(text);
    if (this.isAdmin(hash)) return admin;
    if (!looksLikeToken(text)) return null;
    const row = await this.tokens.findByHash(hash);
    return row && callerOf(row);
  }

  /** Whoever a session stands for, given the hash of the token that it was opened with and that token's row, if it still is one. */
  ofSession(tokenHash: string, holder: TokenHolder): Caller | null {
    if (holder.token_id === ADMIN_TOKEN_ID) return this.isAdmin(tokenHash) ? admin : null;
    return callerOf(holder);
  }

  private isAdmin(hash: string): boolean {
    return sameText(hash, this.adminHash);
  }
}

function callerOf(holder: TokenHolder): Caller | null {
  const role = ROLES.find((known): known is Role => known === holder.role);
  if (role === undefined) return null;
  return { role, tokenId: holder.token_id, name: holder.name ?? '', sellerId: holder.seller_id };
}

/** Compares two hashes in a time that tells nothing about where they differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
