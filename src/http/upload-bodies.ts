import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ByteBudget } from '../domain/byte-budget.js';
import { Problem } from '../domain/problem.js';
import { LONGEST_UPLOAD_MS, type ReceiveUpload, type UploadAnswer } from '../orders/receive-upload.js';
import type { UploadLinks, UploadProof, UploadTerms } from '../orders/upload-links.js';
import { wrongSize } from '../orders/upload-problems.js';
import { openToAnyone } from './auth/access.js';
import { receiveBody, refuseEncoded, usualPace, type BodyPace } from './capped-request-body.js';
import type { ReportError } from './error-answer.js';
import { leaveBodiesUnparsed } from './unparsed-bodies.js';
import { BESIDE_BODY_BYTES, reserve, tooBusy } from './reserve-bytes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the URL of an upload allows; null on all other routes. */
    uploadTerms: UploadTerms | null;
  }
}

export interface UploadBodiesParts {
  readonly links: Pick<UploadLinks, 'check'>;
  readonly receive: Pick<ReceiveUpload, 'begin'>;
  readonly budget: ByteBudget;
  /** What storage holds of one file. */
  readonly bytesPerWriter: number;
  readonly report: ReportError;
  /** For tests; otherwise that of the contract. */
  readonly pace?: BodyPace;
}

const PATH = '/api/orders/uploads/:order_id/:name';
/** Memory is set aside by the route itself: how much does not depend on the size of the file. */
const config = { access: openToAnyone, heldBytes: 0 };
const uploadPace: BodyPace = { ...usualPace, wholeMs: LONGEST_UPLOAD_MS };

/**
 * The door for the bytes of prepared uploads (contract, section 6, "Large files"), beside Nest: whatever the URL and the headers
 * tell is checked before a byte is read. Register it with `app.register(uploadBodies(parts))`, without a prefix.
 */
export function uploadBodies(parts: UploadBodiesParts): FastifyPluginAsync {
  return async (server) => {
    server.decorateRequest('uploadTerms', null);
    leaveBodiesUnparsed(server, parts.report);
    server.addHook('onRequest', async (request) => {
      const { order_id: orderId, name } = request.params as { order_id: string; name: string };
      const terms = parts.links.check(`orders/${orderId}/${name}`, request.query as UploadProof);
      checkHeaders(request, terms);
      // We have compared it; Fastify would answer a senseless one itself.
      delete request.raw.headers['content-type'];
      request.uploadTerms = terms;
    });
    server.put(PATH, { config }, (request, reply) => take(parts, request, reply));
  };
}

async function take(parts: UploadBodiesParts, request: FastifyRequest, reply: FastifyReply): Promise<UploadAnswer> {
  const { uploadTerms: terms } = request;
  if (terms === null) throw new Error('An upload came past its proof.');
  const lease = reserve(parts.budget, parts.bytesPerWriter + BESIDE_BODY_BYTES, request, reply);
  if (!lease) throw tooBusy();
  const upload = await parts.receive.begin(terms, lease);
  return receiveBody(request.raw, { bytes: terms.size, ...uploadPace, ...parts.pace }, upload);
}

function checkHeaders({ headers }: FastifyRequest, terms: UploadTerms): void {
  refuseEncoded(headers);
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== terms.mimeType.toLowerCase()) throw wrongType(terms);
  const length = headers['content-length'];
  if (length === undefined || headers['transfer-encoding'] !== undefined) throw lengthRequired();
  if (Number(length) !== terms.size) throw wrongSize(terms.size, Number(length));
}

function wrongType({ mimeType }: UploadTerms): Problem {
  return new Problem(
    415,
    'wrong_type',
    `The upload was prepared for another type: send the header Content-Type: ${mimeType}.`,
  );
}

function lengthRequired(): Problem {
  return new Problem(411, 'length_required', 'Send the header Content-Length: an upload cannot be chunked.');
}
