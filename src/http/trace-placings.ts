import type { FastifyInstance } from 'fastify';
import type { Clock } from '../domain/clock.js';
import type { Tracing } from '../telemetry/tracing/tracing.js';
import { routeOf } from './error-answer.js';

/** Tells of each request that placed an order: the trace of the order begins with it. Called before the routes are made. */
export function tracePlacings(server: FastifyInstance, tracing: Pick<Tracing, 'orderPlaced'>, clock: Clock): void {
  server.addHook('onResponse', (request, reply, done) => {
    const status = reply.raw.statusCode;
    if (status === 202 && routeOf(request) === 'POST /v1/orders') {
      const orderId = String(reply.getHeader('location')).split('/').at(-1) ?? '';
      const endedAt = clock.now();
      const { traceparent } = request.headers;
      tracing.orderPlaced({
        ...{ orderId, status, startedAt: endedAt - reply.elapsedTime, endedAt },
        traceparent: typeof traceparent === 'string' ? traceparent : undefined,
      });
    }
    done();
  });
}
