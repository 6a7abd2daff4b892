import { HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemDetail } from '../domain/problem.js';
import { findStorageTrouble, type StorageTrouble } from '../telemetry/storage-trouble.js';

/** The one shape of every error (contract, section 0). */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details: readonly ProblemDetail[] };
  readonly request_id: string;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
  /** True for what no caller can mend: a bug or a broken dependency, to be logged. */
  readonly unexpected: boolean;
}

/** Where unexpected errors are told: the log, with the stack that no answer holds. */
export type ReportError = (error: unknown, request: { readonly requestId: string; readonly route: string }) => void;

/** What an address that does not exist answers, and one that a seller may not know of: the same, to the letter. */
export function noSuchAddress(): Problem {
  return Problem.notFound('address');
}

/** Any error as an answer: the Nest filter, Fastify's own errors and the plugins beside Nest all come through here. */
export function toErrorAnswer(error: unknown, requestId: string): ErrorAnswer {
  const trouble = ofStorage(error);
  const problem = trouble ?? toProblem(error);
  const { status, code, message, details, headers } = problem ?? internalError;
  return {
    status,
    headers,
    body: { error: { code, message, details }, request_id: requestId },
    unexpected: problem === null || trouble !== null,
  };
}

/** Answers with an error. Once bytes of another answer are on the wire, the connection is cut, so that nobody takes it for whole. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, report: ReportError): void {
  const answer = toErrorAnswer(error, request.id);
  if (answer.unexpected) report(error, { requestId: request.id, route: routeOf(request) });
  if (reply.sent || reply.raw.headersSent) {
    if (!reply.raw.writableEnded) reply.raw.destroy();
    return;
  }
  void reply.code(answer.status).headers(answer.headers).type('application/json; charset=utf-8').send(answer.body);
}

/** The route's pattern, never the URL: URLs may hold secrets. */
export function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? '(none)'}`;
}

const internalError = new Problem(
  500,
  'internal_error',
  'Something broke on our side: try again later, and name the request_id if it stays so.',
);

const storageProblems: Readonly<Record<StorageTrouble, Problem>> = {
  full: new Problem(
    503,
    'storage_full',
    'There is no room left to keep this: nothing was kept. Try again later; the operator must free disk space.',
    [],
    { 'Retry-After': '30' },
  ),
  unavailable: new Problem(
    503,
    'unavailable',
    'Our storage does not work now: nothing was kept. Try again in a moment.',
    [],
    { 'Retry-After': '5' },
  ),
};

function ofStorage(error: unknown): Problem | null {
  const found = error instanceof Problem ? null : findStorageTrouble(error);
  return found && storageProblems[found.trouble];
}

function toProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) {
    // The adapter wraps Fastify's errors; the cause still says which one it was.
    return (error.cause === undefined ? null : ofFastify(error.cause)) ?? ofStatus(error.getStatus(), error.message);
  }
  return ofFastify(error);
}

const fastifyProblems: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Problem(413, 'body_too_large', 'The body is too large: send a smaller one.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem(
    415,
    'unsupported_media_type',
    'The body must be JSON: send it with the header Content-Type: application/json.',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new Problem(
    400,
    'invalid_request',
    'The body has another length than Content-Length says: send it whole.',
  ),
  FST_ERR_BAD_URL: new Problem(400, 'invalid_url', 'The path is not valid: percent-encode what is not plain ASCII.'),
  FST_ERR_MAX_PARAM_LENGTH: noSuchAddress(),
  FST_ERR_NOT_FOUND: noSuchAddress(),
};
const brokenOff = new Problem(400, 'invalid_request', 'The request broke off before its end: send it again.');

function ofFastify(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  if (typeof code !== 'string') return null;
  const known = fastifyProblems[code];
  if (known) return known;
  // The status tells the caller's own connection, whose body Fastify was reading, from one to a database.
  if (code === 'ECONNRESET' && statusCode === 400) return brokenOff;
  const isClients = code.startsWith('FST_') && typeof statusCode === 'number' && statusCode < 500;
  return isClients ? ofStatus(statusCode, error.message) : null;
}

const codes: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  409: 'conflict',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'unavailable',
};

/** For what Nest throws by itself; our own code throws `Problem`. */
function ofStatus(status: number, message: string): Problem | null {
  if (status === 404) return noSuchAddress();
  if (status >= 500 && status !== 503) return null;
  return new Problem(status, codes[status] ?? 'invalid_request', message);
}
