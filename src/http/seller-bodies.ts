import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { HoldBody } from '../domain/received-body.js';
import type { AcceptCallback } from '../orders/accept-callback.js';
import type { CallbackAnswer } from '../orders/callback-step.js';
import type { NoteRefusedCallback } from '../orders/note-refused-callback.js';
import type { PrepareAnswer, PrepareUpload } from '../orders/prepare-upload.js';
import { HELD_BODY_BYTES } from '../orders/read-body.js';
import { openToAnyone } from './auth/access.js';
import { ProveCallback, type CallbackProof, type ProofParts } from './callback-proof.js';
import { callbackLimits, receiveBody, refuseEncoded, usualPace, type BodyLimits } from './capped-request-body.js';
import type { ReportError } from './error-answer.js';
import { leaveBodiesUnparsed } from './unparsed-bodies.js';
import { BESIDE_BODY_BYTES } from './reserve-bytes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom a callback speaks for; null on all other routes. */
    callbackProof: CallbackProof | null;
  }
}

export interface SellerBodiesParts extends ProofParts {
  readonly accept: Pick<AcceptCallback, 'accept'>;
  readonly prepare: Pick<PrepareUpload, 'prepare'>;
  /** Told of callbacks that are refused with 401 and name a test order in their URL. */
  readonly refused: Pick<NoteRefusedCallback, 'note'>;
  readonly report: ReportError;
  /** For tests; otherwise those of the contract. */
  readonly limits?: BodyLimits;
}

const PATH = '/api/orders/callback';
/** What is longer goes to storage as it comes. */
const config = { access: openToAnyone, heldBytes: HELD_BODY_BYTES + BESIDE_BODY_BYTES };

/** Twenty files with long names, and more than enough around them. */
const PREPARE_BYTES = 64 * 1024;
const prepareLimits: BodyLimits = {
  ...{ bytes: PREPARE_BYTES, ...usualPace },
  tooLarge: new Problem(
    413,
    'too_large',
    `The body has more than ${PREPARE_BYTES} bytes: it names files, and holds none.`,
  ),
};

/**
 * The doors for what sellers send (contract, section 6), beside Nest: here the secret is proven before a byte of the body is
 * read, and bytes are counted while they arrive. Register it with `app.register(sellerBodies(parts))`, without a prefix.
 */
export function sellerBodies(parts: SellerBodiesParts): FastifyPluginAsync {
  const prove = new ProveCallback(parts);
  return async (server) => {
    server.decorateRequest('callbackProof', null);
    leaveBodiesUnparsed(server, parts.report);
    server.addHook('onRequest', async (request) => {
      // A senseless type would be 415 before anybody had read our answer's reasons: bodies are JSON whatever they say.
      delete request.raw.headers['content-type'];
      const token = tokenOf(request);
      const proving = token === null ? prove.bySecret(request) : prove.byToken(token);
      request.callbackProof = await proving.catch((error: unknown) => refuse(parts, request, error));
    });
    const answer = (request: FastifyRequest) => take(parts, request);
    server.post(PATH, { config }, answer);
    server.post(`${PATH}/prepare`, { config: { ...config, heldBytes: PREPARE_BYTES } }, (request) =>
      prepare(parts, request),
    );
    server.post(`${PATH}/:token`, { config }, answer);
  };
}

/** Tells of it where the order is a test; to the caller it is the same. */
async function refuse({ refused }: SellerBodiesParts, request: FastifyRequest, error: unknown): Promise<never> {
  const { test } = request.query as { test?: unknown };
  if (error instanceof Problem && error.status === 401 && typeof test === 'string')
    await refused.note({ orderId: test, why: error.message, path: shownPath(request, null), requestId: request.id });
  throw error;
}

async function take(parts: SellerBodiesParts, request: FastifyRequest): Promise<CallbackAnswer> {
  const { callbackProof } = request;
  if (callbackProof === null) throw new Error('A callback came past its proof.');
  const run = runOf(request);
  refuseEncoded(request.headers);
  const callback = {
    ...callbackProof,
    run,
    path: shownPath(request, run),
    ...{ requestId: request.id, headers: request.headers },
  };
  return parts.accept.accept(callback, (sink) => receiveBody(request.raw, parts.limits ?? callbackLimits, sink));
}

async function prepare(parts: SellerBodiesParts, request: FastifyRequest): Promise<PrepareAnswer> {
  const { callbackProof } = request;
  if (callbackProof === null || callbackProof.shortId === null) throw new Error('A prepare came past its proof.');
  refuseEncoded(request.headers);
  const body = await receiveBody(request.raw, prepareLimits, new HoldBody());
  return parts.prepare.prepare(callbackProof, body.json);
}

/** The token that ends the URL, or null where the callback goes by its secret. */
function tokenOf(request: FastifyRequest): string | null {
  return (request.params as { token?: string }).token ?? null;
}

function runOf(request: FastifyRequest): number | null {
  const { run } = request.query as { run?: unknown };
  if (run === undefined) return null;
  if (typeof run === 'string' && /^[1-9]\d{0,8}$/.test(run)) return Number(run);
  const message = 'run: must be a whole number from 1; call the callback_url of the order as it came.';
  throw new Problem(400, 'invalid', message, [{ field: 'run', message: 'must be a whole number from 1' }]);
}

/** As attempts show it: without the token. */
function shownPath(request: FastifyRequest, run: number | null): string {
  const token = tokenOf(request) === null ? '' : '/••••';
  return `${PATH}${token}${run === null ? '' : `?run=${run}`}`;
}
