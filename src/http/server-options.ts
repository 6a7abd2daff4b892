import type { NestApplicationOptions } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../domain/problem.js';
import { answerError, toErrorAnswer } from './error-answer.js';
import { BODY_LIMIT } from './json-body.js';
import { newRequestId, requestIdOf } from './request-id.js';

/** `NestFactory.create(AppModule, makeAdapter(...), { ...nestOptions, logger })`. Nest's own body parsers stay out. */
export const nestOptions: NestApplicationOptions = { bodyParser: false, abortOnError: false };

/** A whole request, headers and body, must be here by then: the longest upload, with some room. Other bodies have a pace to keep. */
const REQUEST_MS = 16 * 60_000;
const HEADERS_MS = 20_000;
/** A connection on which nothing moves; longer than the longest `Prefer: wait`, and eight heartbeats of a stream. */
const SILENCE_MS = 120_000;
const KEEP_ALIVE_MS = 72_000;

export interface AdapterNeeds {
  /** The setting `TRUST_PROXY`: addresses and CIDRs of proxies whose `X-Forwarded-*` count; none by default. */
  readonly trustProxy: readonly string[];
}

/** The Fastify server below Nest. */
export function makeAdapter({ trustProxy }: AdapterNeeds): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    connectionTimeout: SILENCE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_MS },
    genReqId: requestIdOf,
    requestIdHeader: false,
    // While stopping, requests come to our own hook and get an answer of the one shape (set-up-http.ts).
    return503OnClosing: false,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
  });
}

/** On every answer, a stream's and an error's too. What a route sets itself counts instead. */
export function setCommonHeaders(response: ServerResponse, requestId: string): void {
  for (const [name, value] of Object.entries(commonHeaders(requestId))) response.setHeader(name, value);
}

function commonHeaders(requestId: string): Record<string, string> {
  return {
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
  };
}

/** A URL that the router cannot read: no hook runs for it. */
function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  setCommonHeaders(reply.raw, request.id);
  answerError(error, request, reply, () => undefined);
}

/** Bytes that are no HTTP request, or that never became one: there is a socket and nothing else. */
function answerUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(unreadableAnswer(error.code));
  socket.destroySoon();
}

const unreadable: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'request_timeout', 'The request took too long to arrive: send it again.'),
  HPE_HEADER_OVERFLOW: new Problem(431, 'headers_too_large', 'The headers are too large: send at most 16 KiB of them.'),
};
const noHttp = new Problem(400, 'invalid_request', 'This is not an HTTP request that can be read.');

function unreadableAnswer(code: string): string {
  const requestId = newRequestId();
  const { status, body } = toErrorAnswer(unreadable[code] ?? noHttp, requestId);
  const text = JSON.stringify(body);
  const headers = {
    ...commonHeaders(requestId),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`;
}
