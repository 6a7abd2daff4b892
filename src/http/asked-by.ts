import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Asker } from '../storage/audit-log.js';

/** Hands a controller whoever asks with the id of the request: what the audit keeps. For routes with roles only. */
export const AskedBy = createParamDecorator((_data: unknown, context: ExecutionContext): Asker => {
  const { caller, id } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === null) throw new Error('@AskedBy() on a route that asks for no caller.');
  return { caller, requestId: id };
});
