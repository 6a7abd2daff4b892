import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Gate } from './gate.js';

/**
 * The second half of the door, after the body: proves signatures, and lets nobody through whom the first half did not name.
 * The first half (`askBeforeBody`) runs before the body is read, so that strangers cannot make us parse it.
 */
export class AuthGuard implements CanActivate {
  constructor(private readonly gate: Gate) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = request.routeOptions.config.access;
    if (access?.roles === 'anyone') return true;
    if (request.caller === null && access?.signature) request.caller = this.gate.checkSignature(request);
    return request.caller !== null || (access?.share === true && request.share !== null);
  }
}

/** Asks at every route that declares its access, and stops the boot at one that does not. */
export function askBeforeBody(server: FastifyInstance, gate: Gate): void {
  server.decorateRequest('caller', null);
  server.decorateRequest('share', null);
  server.addHook('onRoute', (route) => {
    if (route.config?.access !== undefined) return;
    const name = `${String(route.method)} ${route.url}`;
    throw new Error(`Route ${name} does not say who may use it: add @Access(...) or @Public() (http/auth/access.ts).`);
  });
  server.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    if (access !== undefined) request.caller = await gate.admit(request, access);
  });
}
