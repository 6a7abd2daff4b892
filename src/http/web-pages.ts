import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { openToAnyone } from './auth/access.js';
import { answerError } from './error-answer.js';
import { Problem } from '../domain/problem.js';
import type { WebFile, WebFiles } from './web-files.js';

const config = { access: openToAnyone };

/** Addresses of the operator's page: each is the same document, which then shows what its address names. */
const PAGES = [
  ...['/', '/sign-in', '/orders', '/orders/:order_id', '/attention', '/outages/:outage_id', '/sellers'],
  ...['/sellers/:seller_id', '/tools', '/tools/:short_id', '/new-tool', '/system'],
];

/** A year: the names of assets hold a hash of their bytes. */
const FOREVER = 'public, max-age=31536000, immutable';
const NONCE_BYTES = 16;

export interface WebPagesNeeds {
  /** What `npm run build` made; null where it did not. */
  readonly files: WebFiles | null;
  /** Origins that may frame the buyer's page: the setting `EMBED_ORIGINS`. */
  readonly embedOrigins: readonly string[];
}

/**
 * Serves the operator's page at `/` and the buyer's at `/o/{order_id}`, and their assets. A page says of itself, by its
 * Content-Security-Policy (CSP Level 3), that everything comes from this host, and that styles which its script injects bear the
 * nonce of this very answer.
 */
export function serveWebPages(server: FastifyInstance, { files, embedOrigins }: WebPagesNeeds): void {
  const framedBy = embedOrigins.length > 0 ? embedOrigins.join(' ') : "'none'";
  const page = (name: string, frames: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const document = files?.page(name);
    if (document === undefined) return answerError(notBuilt(), request, reply, () => undefined);
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', policy(nonce, frames))
      .send(document.replace('%NONCE%', nonce));
  };
  for (const path of PAGES) server.get(path, { config }, page('index.html', "'none'"));
  server.get('/o/:order_id', { config }, page('buyer.html', framedBy));
  server.get('/assets/:name', { config }, (request: FastifyRequest<{ Params: { name: string } }>, reply) => {
    const file = files?.asset(request.params.name);
    if (file === undefined) return answerError(Problem.notFound('file'), request, reply, () => undefined);
    return sendAsset(file, request, reply);
  });
}

function policy(nonce: string, frames: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frames}`,
  ].join('; ');
}

function sendAsset({ type, bytes, gzipped }: WebFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.type(type).header('Cache-Control', FOREVER).header('Vary', 'Accept-Encoding');
  if (gzipped === null || !takesGzip(request)) return reply.send(bytes);
  return reply.header('Content-Encoding', 'gzip').send(gzipped);
}

/** RFC 9110, section 12.5.3: named, and not refused by a weight of zero. */
function takesGzip(request: FastifyRequest): boolean {
  const named = String(request.headers['accept-encoding'] ?? '').split(',');
  const weight = named.map((part) => /^\s*gzip\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?$/i.exec(part)).find((match) => match);
  return weight !== undefined && weight !== null && Number(weight[1] ?? 1) > 0;
}

function notBuilt(): Problem {
  return new Problem(404, 'page_not_built', 'The page is not built: run `npm run build`, then start the server again.');
}
