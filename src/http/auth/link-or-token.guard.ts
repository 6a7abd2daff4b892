import { applyDecorators, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../domain/caller.js';
import { openToAnyone } from './access.js';
import { Gate } from './gate.js';

/** Who reads the bytes of files by their token (contract, section 6): viewers do not. */
const READERS: readonly Role[] = ['admin', 'operator', 'marketplace', 'seller'];

/**
 * For file bytes: a token or session of a role that reads them, a share token, or else a signed link. A request that bears a `signature` is
 * let in without a caller; whoever answers it must then have the link proven.
 */
export function AccessOrLink(): MethodDecorator {
  return applyDecorators(
    RouteConfig({ access: openToAnyone }),
    UseGuards(LinkOrTokenGuard),
    ApiExtension('x-roles', [...READERS, 'link', 'share_token']),
  );
}

@Injectable()
export class LinkOrTokenGuard implements CanActivate {
  constructor(private readonly gate: Gate) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { signature?: unknown } }>>();
    const bearsLink = request.query.signature !== undefined;
    request.caller = bearsLink ? null : await this.gate.admit(request, { roles: READERS, share: true });
    return bearsLink || request.caller !== null || request.share !== null;
  }
}
