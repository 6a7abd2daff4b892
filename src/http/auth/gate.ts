import type { FastifyRequest } from 'fastify';
import { sameText, type Authenticate } from '../../accounts/authenticate.js';
import type { Sessions } from '../../accounts/sessions.js';
import { hashToken } from '../../accounts/token-text.js';
import type { Caller } from '../../domain/caller.js';
import { Problem } from '../../domain/problem.js';
import { looksLikeShare } from '../../orders/share-links.js';
import type { ShareProof } from '../../orders/shared-orders.js';
import { noSuchAddress } from '../error-answer.js';
import type { IntakeSignature, RouteAccess } from './access.js';
import type { SessionCookie } from './session-cookie.js';

export interface GateParts {
  readonly authenticate: Authenticate;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  /** The setting `METRICS_TOKEN`, where it is set. */
  readonly metricsToken: string | null;
  /** The setting `SELLER_WORK`. Default: off. */
  readonly sellerWork?: boolean;
  /** Null where `INTAKE_SECRET` is not set. */
  readonly intakeSignature: IntakeSignature | null;
  /** Proves a share token of an order, or throws 404. Absent: nothing is shared. */
  readonly openShare?: (proof: ShareProof) => Promise<unknown>;
}

const bySignature: Caller = { role: 'marketplace', tokenId: 'signature', name: 'signature', sellerId: null };
const byMetricsToken: Caller = { role: 'viewer', tokenId: 'metrics_token', name: 'METRICS_TOKEN', sellerId: null };

/** Decides who asks, and whether they may (contract, section 0). */
export class Gate {
  private readonly metricsHash: string | null;

  constructor(private readonly parts: GateParts) {
    this.metricsHash = parts.metricsToken === null ? null : hashToken(parts.metricsToken);
  }

  /**
   * Before the body is read: names the caller, or throws 401, 403 or 404. Null where no caller is asked for, and where the
   * request bears a signature, which `checkSignature` proves once the body is here. Null as well for a share token, which is then
   * proven and stands in `request.share`.
   */
  async admit(request: FastifyRequest, access: RouteAccess): Promise<Caller | null> {
    if (access.roles === 'anyone') return null;
    if (access.share && (await this.admitShare(request))) return null;
    const caller = await this.identify(request, access);
    if (caller === null) {
      if (access.signature && request.headers['webhook-signature'] !== undefined) return null;
      throw unauthorized('This call needs a token: send the header Authorization: Bearer <token>.');
    }
    if (caller === byMetricsToken || this.mayUse(caller, access)) return caller;
    throw caller.role === 'seller' ? noSuchAddress() : forbidden(caller, access.roles);
  }

  /** Proves a request that came without a token by its signature over the body's bytes; else 401. */
  checkSignature(request: FastifyRequest): Caller {
    const verify = this.parts.intakeSignature;
    if (verify === null)
      throw unauthorized('Signatures are not accepted here: INTAKE_SECRET is not set; send a token.');
    const check = verify(request.headers, request.rawBody ?? Buffer.alloc(0));
    if (!check.ok) throw unauthorized(check.problem);
    return bySignature;
  }

  /** Whether the proof that a long answer began with still holds: its token was not deleted, its session is not over. */
  async stillProven(request: FastifyRequest): Promise<boolean> {
    const access = request.routeOptions.config.access;
    if (access === undefined || access.roles === 'anyone') return true;
    if (request.share) return this.parts.openShare?.(request.share).then(() => true, isNoProblem) ?? false;
    return this.identify(request, access).then((caller) => caller?.tokenId === request.caller?.tokenId, isNoProblem);
  }

  /** A share token in the address counts before all else: the page that bears it may be looked at by somebody who is logged in. */
  private async admitShare(request: FastifyRequest): Promise<boolean> {
    const { openShare } = this.parts;
    const token = shareTokenOf(request);
    if (token === null || !openShare) return false;
    const { order_id: orderId = '' } = request.params as { order_id?: string };
    const proof: ShareProof = { orderId, token };
    await openShare(proof);
    request.share = proof;
    return true;
  }

  private mayUse({ role }: Caller, { roles, sellerWork }: RouteAccess): boolean {
    if (roles === 'anyone') return true;
    return roles.includes(role) && (role !== 'seller' || sellerWork !== true || this.parts.sellerWork === true);
  }

  /** Null where the request bears neither token nor session. */
  private async identify(request: FastifyRequest, access: RouteAccess): Promise<Caller | null> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return this.byBearer(authorization, access);
    const sessionId = this.parts.cookie.read(cookie);
    return sessionId === null ? null : this.bySession(request, sessionId);
  }

  private async byBearer(authorization: string, access: RouteAccess): Promise<Caller> {
    const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
    if (token === undefined) throw unauthorized('Send the token as Authorization: Bearer <token>.');
    if (access.metricsToken && this.metricsHash !== null && sameText(hashToken(token), this.metricsHash)) {
      return byMetricsToken;
    }
    const caller = await this.parts.authenticate.byToken(token);
    if (caller === null) throw unauthorized('This token is not valid: check it, or ask for a new one.');
    return caller;
  }

  private async bySession(request: FastifyRequest, sessionId: string): Promise<Caller> {
    const session = await this.parts.sessions.find(sessionId);
    if (session === null) throw unauthorized('The session is over: log in again.');
    const csrfToken = request.headers['x-csrf-token'];
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && !(typeof csrfToken === 'string' && session.ownsCsrfToken(csrfToken))) throw csrfRequired();
    return session.caller;
  }
}

/** Null where the request bears none; a `t` that is none, or stands there twice, is a wrong one. */
function shareTokenOf({ query, headers }: FastifyRequest): string | null {
  const { t } = query as { t?: unknown };
  if (t !== undefined) return typeof t === 'string' ? t : '';
  const bearer = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '')?.[1];
  return bearer !== undefined && looksLikeShare(bearer) ? bearer : null;
}

function unauthorized(message: string): Problem {
  return new Problem(401, 'unauthorized', message, [], { 'WWW-Authenticate': 'Bearer' });
}

function forbidden(caller: Caller, roles: readonly string[]): Problem {
  const message = `A token of role ${caller.role} may not do this: use one of role ${roles.join(' or ')}.`;
  return new Problem(403, 'forbidden', message);
}

function csrfRequired(): Problem {
  const message = 'Writes by session need the header X-CSRF-Token with the csrf_token that POST /v1/session answered.';
  return new Problem(403, 'csrf_required', message);
}

function isNoProblem(error: unknown): boolean {
  if (error instanceof Problem) return false;
  throw error;
}
