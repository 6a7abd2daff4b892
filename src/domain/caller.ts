/** Who may do what is said by the role of the token (contract, section 0). */
export const ROLES = ['admin', 'operator', 'viewer', 'marketplace', 'seller'] as const;
export type Role = (typeof ROLES)[number];

/** Whoever makes a request, once proven. */
export interface Caller {
  readonly role: Role;
  /** The token's id; `tok_admin` for `ADMIN_TOKEN`, `signature` for a Standard Webhooks signature on intake. */
  readonly tokenId: string;
  readonly name: string;
  /** Set for role `seller` only. */
  readonly sellerId: string | null;
}

/** True unless the caller is a seller and this is another seller's: what it may not know exists. */
export function mayKnow(caller: Caller, sellerId: string): boolean {
  return caller.role !== 'seller' || caller.sellerId === sellerId;
}
