import type { Clock } from '../domain/clock.js';
import { AuditStore } from '../storage/audit-store.js';
import type { Database } from '../storage/database/database.js';
import { SellerStore } from '../storage/seller-store.js';
import { SessionStore } from '../storage/session-store.js';
import { TokenStore } from '../storage/token-store.js';
import { Audit } from './audit.js';
import { Authenticate } from './authenticate.js';
import { Sessions } from './sessions.js';
import { Tokens } from './tokens.js';

/** The services of this room, put together. */
export interface Accounts {
  readonly authenticate: Authenticate;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly audit: Audit;
}

export interface AccountsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  /** The setting `ADMIN_TOKEN`. */
  readonly adminToken: string;
}

export function makeAccounts({ database, clock, adminToken }: AccountsNeeds): Accounts {
  const { unit } = database;
  const tokenStore = new TokenStore(database);
  const sessionStore = new SessionStore(database);
  const sellers = new SellerStore(database);
  const audit = new Audit(new AuditStore(database), clock);
  const authenticate = new Authenticate(tokenStore, adminToken);
  return {
    authenticate,
    audit,
    tokens: new Tokens({ unit, tokens: tokenStore, sessions: sessionStore, sellers, audit, clock }),
    sessions: new Sessions({ unit, store: sessionStore, authenticate, audit, clock }),
  };
}

/** For a Nest module: each service under its class. */
export function accountsProviders(accounts: Accounts) {
  return [
    { provide: Authenticate, useValue: accounts.authenticate },
    { provide: Tokens, useValue: accounts.tokens },
    { provide: Sessions, useValue: accounts.sessions },
    { provide: Audit, useValue: accounts.audit },
  ];
}
