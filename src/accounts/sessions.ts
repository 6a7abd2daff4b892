import { createHmac, randomBytes } from 'node:crypto';
import type { Caller } from '../domain/caller.js';
import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { SessionStore } from '../storage/session-store.js';
import type { Audit } from './audit.js';
import { sameText, type Authenticate } from './authenticate.js';
import { hashToken } from './token-text.js';

/** How long a session lasts at most, in milliseconds: 12 hours (contract, section 0). */
export const SESSION_MS = 12 * 60 * 60 * 1000;

/** A session that is good now. */
export interface OpenSession {
  readonly caller: Caller;
  /** What writes must echo in `X-CSRF-Token`: it follows from the cookie, which no script and no other site can read. */
  readonly csrfToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Whether a text is this session's CSRF token. */
  ownsCsrfToken(text: string): boolean;
}

/** What a log-in gives; the session's id is told this once and kept as a hash. */
export interface NewSession extends OpenSession {
  /** The cookie's value. */
  readonly sessionId: string;
}

export interface SessionsParts {
  readonly unit: UnitOfWork;
  readonly store: SessionStore;
  readonly authenticate: Authenticate;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Log-ins of the pages: a cookie in place of the token, for 12 hours at most, and never longer than its token. */
export class Sessions {
  constructor(private readonly parts: SessionsParts) {}

  /** 401 `unauthorized` for what is no token; 403 `forbidden` for a marketplace's. */
  async open(token: string, requestId: string): Promise<NewSession> {
    const caller = await this.parts.authenticate.byToken(token);
    if (!caller) throw notAToken();
    if (caller.role === 'marketplace') throw marketplaceStaysOut();
    const sessionId = randomText();
    const now = this.parts.clock.now();
    const made = opened(caller, sessionId, now + SESSION_MS);
    await this.parts.unit.run(async (tx) => {
      await this.parts.store.insert(tx, {
        session_hash: hashToken(sessionId),
        token_id: caller.tokenId,
        token_hash: hashToken(token),
        csrf_hash: hashToken(made.csrfToken),
        created_at: now,
        expires_at: made.expiresAt,
      });
      await this.parts.store.deleteExpired(tx, now);
      await this.parts.audit.record(tx, caller, 'session.opened', caller.tokenId, null, requestId);
    });
    return { ...made, sessionId };
  }

  /** Null for what is no session, for one that is over, and for one whose token is gone or was replaced. */
  async find(sessionId: string): Promise<OpenSession | null> {
    const row = await this.parts.store.find(hashToken(sessionId));
    if (!row || row.expires_at <= this.parts.clock.now()) return null;
    const caller = this.parts.authenticate.ofSession(row.token_hash, row);
    return caller && opened(caller, sessionId, row.expires_at);
  }

  /** False where there was none. */
  async end(sessionId: string, caller: Caller, requestId: string): Promise<boolean> {
    return this.parts.unit.run(async (tx) => {
      const ended = await this.parts.store.delete(tx, hashToken(sessionId));
      if (ended) await this.parts.audit.record(tx, caller, 'session.ended', caller.tokenId, null, requestId);
      return ended;
    });
  }
}

function opened(caller: Caller, sessionId: string, expiresAt: number): OpenSession {
  const csrfToken = createHmac('sha256', sessionId).update('csrf').digest('base64url');
  return { caller, csrfToken, expiresAt, ownsCsrfToken: (text) => sameText(hashToken(text), hashToken(csrfToken)) };
}

function notAToken(): Problem {
  const message = 'This token is not valid: check it, or ask for a new one.';
  return new Problem(401, 'unauthorized', message, [], { 'WWW-Authenticate': 'Bearer' });
}

function marketplaceStaysOut(): Problem {
  return new Problem(403, 'forbidden', "A marketplace's token opens no session: send it as a bearer token.");
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
