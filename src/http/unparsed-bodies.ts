import type { FastifyInstance } from 'fastify';
import { drain } from './capped-request-body.js';
import { answerError, type ReportError } from './error-answer.js';

/**
 * Leaves the bodies of a plugin's routes unread, for routes that prove their sender first and stream what comes. Errors are answered
 * in the one shape, and what is left of a refused body is read away.
 */
export function leaveBodiesUnparsed(server: FastifyInstance, report: ReportError): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _body, done) => done(null));
  server.setErrorHandler((error, request, reply) => {
    answerError(error, request, reply, report);
    drain(request.raw);
  });
}
