import type { FastifyReply } from 'fastify';

/** Aborted once the client has gone, or has its answer. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
