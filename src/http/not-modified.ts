import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { map, type Observable } from 'rxjs';

/** Puts an `ETag` on the answer of a GET, and answers 304 to whom `If-None-Match` says has it already. */
export function Conditional(): MethodDecorator {
  return UseInterceptors(new NotModified());
}

/** A strong validator (RFC 9110, section 8.8.3): these bytes and no others. */
export function strongEtag(json: string): string {
  return `"${createHash('sha256').update(json).digest('base64url').slice(0, 27)}"`;
}

/**
 * The bytes of a JSON answer, or undefined where the caller has them; sets `ETag`, and the status 304 where it applies.
 * Whoever answers by hand sends what this gives.
 */
export function answerConditionally(request: FastifyRequest, reply: FastifyReply, body: unknown): string | undefined {
  const json = JSON.stringify(body);
  const etag = strongEtag(json);
  reply.header('ETag', etag);
  if (matches(request.headers['if-none-match'], etag)) {
    reply.code(304);
    return undefined;
  }
  reply.type('application/json; charset=utf-8');
  return json;
}

/** `If-None-Match` compares weakly (RFC 9110, section 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

class NotModified implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    return next.handle().pipe(map((body: unknown) => answerConditionally(request, reply, body)));
  }
}
