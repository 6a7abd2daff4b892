import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { HoldBody } from '../domain/received-body.js';
import { parseStrictJson, type JsonValue } from '../domain/strict-json.js';
import { receiveBody, usualPace, type BodyLimits } from './capped-request-body.js';

/** Bytes of body that our own API reads: 1 MiB of `inputs` (contract, section 2) and room for what stands around them. */
export const BODY_LIMIT = 2 * 1024 * 1024;

const limits: BodyLimits = {
  ...{ bytes: BODY_LIMIT, ...usualPace },
  tooLarge: new Problem(413, 'body_too_large', 'The body is too large: send a smaller one.'),
};

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they came; kept on routes with `@AllowsSignature()` only, else null. */
    rawBody: Buffer | null;
  }
}

/** `application/json`, and types that say they are JSON below (RFC 6839). */
const jsonTypes: readonly (string | RegExp)[] = ['application/json', /^[\w.+-]+\/[\w.-]+\+json(?:;|$)/];

/**
 * Makes strict JSON the only body that Nest's routes read; all else is 415. An empty body is no body.
 * Plugins with bodies of their own begin with `removeAllContentTypeParsers()`.
 */
export function readJsonBodies(server: FastifyInstance): void {
  server.decorateRequest('rawBody', null);
  server.removeAllContentTypeParsers();
  for (const type of jsonTypes) {
    server.addContentTypeParser(type, async (request: FastifyRequest) =>
      readBody(request, (await receiveBody(request.raw, limits, new HoldBody())).head),
    );
  }
}

function readBody(request: FastifyRequest, bytes: Buffer): JsonValue | undefined {
  if (request.routeOptions.config.access?.signature) request.rawBody = bytes;
  if (bytes.length === 0) return undefined;
  const read = parseStrictJson(bytes);
  if (read.ok) return read.value;
  const where = { field: 'body', message: `line ${read.line}, column ${read.column}` };
  throw new Problem(400, 'invalid_json', `The body is not valid JSON. ${read.problem}`, [where]);
}
