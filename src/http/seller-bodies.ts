import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import type { Callback, CallbackAnswer } from '../orders/accept-callback.js';
import { openToAnyone } from './auth/access.js';
import { ProveCallback, type CallbackProof, type ProofParts } from './callback-proof.js';
import { callbackLimits, drain, readCapped, type BodyLimits } from './capped-request-body.js';
import { answerError, noSuchAddress, type ReportError } from './error-answer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom a callback speaks for; null on all other routes. */
    callbackProof: CallbackProof | null;
  }
}

export interface SellerBodiesParts extends ProofParts {
  readonly accept: { accept(callback: Callback): Promise<CallbackAnswer> };
  readonly report: ReportError;
  /** For tests; otherwise those of the contract. */
  readonly limits?: BodyLimits;
}

const PATH = '/api/orders/callback';
const config = { access: openToAnyone };

/**
 * The doors for what sellers send (contract, section 6), beside Nest: here the secret is proven before a byte of the body is
 * read, and bytes are counted while they arrive. Register it with `app.register(sellerBodies(parts))`, without a prefix.
 */
export function sellerBodies(parts: SellerBodiesParts): FastifyPluginAsync {
  const prove = new ProveCallback(parts);
  return async (server) => {
    server.decorateRequest('callbackProof', null);
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', (_request, _body, done) => done(null));
    server.setErrorHandler((error, request, reply) => {
      answerError(error, request, reply, parts.report);
      drain(request.raw);
    });
    server.addHook('onRequest', async (request) => {
      // A senseless type would be 415 before anybody had read our answer's reasons: bodies are JSON whatever they say.
      delete request.raw.headers['content-type'];
      const token = tokenOf(request);
      request.callbackProof = token === null ? await prove.bySecret(request) : await prove.byToken(token);
    });
    const answer = (request: FastifyRequest) => take(parts, request);
    server.post(PATH, { config }, answer);
    server.post(`${PATH}/:token`, { config }, answer);
  };
}

async function take(parts: SellerBodiesParts, request: FastifyRequest): Promise<CallbackAnswer> {
  const { callbackProof } = request;
  if (callbackProof === null) throw new Error('A callback came past its proof.');
  const run = runOf(request);
  refuseEncoded(request);
  const body = await readCapped(request.raw, parts.limits ?? callbackLimits);
  return parts.accept.accept({ ...callbackProof, run, body, path: shownPath(request, run), requestId: request.id });
}

/** The token that ends the URL, or null where the callback goes by its secret. */
function tokenOf(request: FastifyRequest): string | null {
  const { token } = request.params as { token?: string };
  // The door for large files is not built yet, and its name is no token.
  if (token === 'prepare') throw noSuchAddress();
  return token ?? null;
}

function runOf(request: FastifyRequest): number | null {
  const { run } = request.query as { run?: unknown };
  if (run === undefined) return null;
  if (typeof run === 'string' && /^[1-9]\d{0,8}$/.test(run)) return Number(run);
  const message = 'run: must be a whole number from 1; call the callback_url of the order as it came.';
  throw new Problem(400, 'invalid', message, [{ field: 'run', message: 'must be a whole number from 1' }]);
}

function refuseEncoded(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new Problem(400, 'invalid', 'Content-Encoding: send the body as it is, not compressed.');
}

/** As attempts show it: without the token. */
function shownPath(request: FastifyRequest, run: number | null): string {
  const token = tokenOf(request) === null ? '' : '/••••';
  return `${PATH}${token}${run === null ? '' : `?run=${run}`}`;
}
