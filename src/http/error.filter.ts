import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerError, type ReportError } from './error-answer.js';

/** Everything that is thrown on a Nest route, before one or instead of one, as an answer of the one shape. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly report: ReportError) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerError(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.report);
  }
}
