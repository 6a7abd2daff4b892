import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import type { ByteBudget, Lease } from '../domain/byte-budget.js';
import { Problem } from '../domain/problem.js';
import { drain } from './capped-request-body.js';
import { BODY_LIMIT } from './json-body.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Most bytes of a body that this route holds at once; 0 where it sets them aside itself. Left out: those of our own API. */
    heldBytes?: number;
  }
}

/** What is on its way through us, beside what is held of a body. */
export const BESIDE_BODY_BYTES = 64 * 1024;

/** Sets memory aside for every body before a byte of it is read; past the budget the answer is 503 (contract, section 1). */
export function reserveBodies(server: FastifyInstance, budget: ByteBudget): void {
  server.addHook('preParsing', (request, reply, _payload, done) => {
    const { heldBytes } = request.routeOptions.config;
    const bytes = bodyBytes(request, heldBytes ?? BODY_LIMIT);
    if (bytes === 0 || reserve(budget, bytes, request, reply)) return done();
    // Routes with bodies of their own read away what is left of them by themselves.
    if (heldBytes === undefined) drain(request.raw);
    done(tooBusy());
  });
}

/** Sets bytes aside until the answer is sent or the connection closed; null where there is no room now. */
export function reserve(budget: ByteBudget, bytes: number, request: FastifyRequest, reply: FastifyReply): Lease | null {
  const lease = budget.tryTake(bytes);
  if (lease) releaseAtEnd(lease, request.raw.socket, reply);
  return lease;
}

/** Past the budget. */
export function tooBusy(): Problem {
  const message = 'The server holds as many bodies as it can at the moment: send the request again in a few seconds.';
  return new Problem(503, 'too_busy', message, [], { 'Retry-After': '5' });
}

/** 0 for a request without a body. */
function bodyBytes({ headers }: FastifyRequest, most: number): number {
  if (headers['transfer-encoding'] !== undefined) return most;
  return Math.min(Number(headers['content-length'] ?? 0), most);
}

const leases = new WeakMap<Socket, Set<Lease>>();

/** An answer that still stands in line behind another is told nothing when its connection closes: the connection is watched, too. */
function releaseAtEnd(lease: Lease, socket: Socket, { raw }: FastifyReply): void {
  if (socket.closed) return lease.release();
  const held = leasesOf(socket).add(lease);
  raw.once('close', () => {
    held.delete(lease);
    lease.release();
  });
}

function leasesOf(socket: Socket): Set<Lease> {
  const known = leases.get(socket);
  if (known) return known;
  const held = new Set<Lease>();
  leases.set(socket, held);
  socket.once('close', () => held.forEach((lease) => lease.release()));
  return held;
}
