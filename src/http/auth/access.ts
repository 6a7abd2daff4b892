import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller, Role } from '../../domain/caller.js';
import type { ShareProof } from '../../orders/shared-orders.js';

/** Who may use a route. Stands in the route's Fastify config, so that the door can ask before it reads a byte of body. */
export interface RouteAccess {
  /** `anyone`: no token is asked for; also for plugin routes that ask for a secret of their own. */
  readonly roles: readonly Role[] | 'anyone';
  /** A Standard Webhooks signature does as well as a token. */
  readonly signature?: boolean;
  /** Sellers only where `SELLER_WORK` is on. */
  readonly sellerWork?: boolean;
  /** `METRICS_TOKEN` does as well as a token. */
  readonly metricsToken?: boolean;
  /** A share token of the order in the path does as well, as `?t=` or bearer. */
  readonly share?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyRequest {
    /** Whoever asks; null on routes for anyone, and until the signature is checked. */
    caller: Caller | null;
    /** The proven share token of whoever asks in place of a caller; null for everybody else. */
    share: ShareProof | null;
  }
}

/** `config: { access: openToAnyone }` on routes beside Nest. */
export const openToAnyone: RouteAccess = { roles: 'anyone' };

/** Checks the Standard Webhooks signature of an intake request over the bytes of its body. */
export type IntakeSignature = (headers: IncomingHttpHeaders, body: Buffer) => SignatureCheck;
/** `problem` is a sentence that says what is wrong, for the caller. */
export type SignatureCheck = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** The roles that may use a route. Every route has this or `@Public()`: a route without stops the boot. */
export function Access(...roles: Role[]): MethodDecorator {
  return declare({ roles });
}

/** No token is asked for. */
export function Public(): MethodDecorator {
  return declare(openToAnyone);
}

/** As `@Access(...roles)`; a Standard Webhooks signature under `INTAKE_SECRET` does as well. */
export function AllowsSignature(...roles: Role[]): MethodDecorator {
  return declare({ roles, signature: true });
}

/** As `@Access(...roles)`, and sellers where `SELLER_WORK` is on; to them it is no address where it is off. */
export function AccessToWork(...roles: Role[]): MethodDecorator {
  return declare({ roles: [...roles, 'seller'], sellerWork: true });
}

/** Admins, or whoever bears `METRICS_TOKEN`. */
export function AdminOrMetricsToken(): MethodDecorator {
  return declare({ roles: ['admin'], metricsToken: true });
}

const T = { name: 't', required: false, description: 'A share token of the order, in place of any other.' };

/** As `@Access(...roles)`; a share token of the order that the path names does as well. Whoever bears one is no caller: see `CurrentReader`. */
export function AccessOrShare(...roles: Role[]): MethodDecorator {
  return applyDecorators(declare({ roles, share: true }), ApiQuery(T));
}

/** The words of a route's access for the OpenAPI document's `x-roles`. */
export function accessWords(access: RouteAccess): string[] {
  if (access.roles === 'anyone') return ['anyone'];
  return [
    ...access.roles,
    ...(access.signature ? ['signature'] : []),
    ...(access.metricsToken ? ['metrics_token'] : []),
    ...(access.share ? ['share_token'] : []),
  ];
}

/** Hands a controller whoever asks. For routes with roles only. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === null) throw new Error('@CurrentCaller() on a route that asks for no caller.');
  return caller;
});

/** Hands a controller whoever reads an order that may be shared: a caller, or the share token that the gate has proven. */
export const CurrentReader = createParamDecorator((_data: unknown, context: ExecutionContext): Caller | ShareProof => {
  const { caller, share } = context.switchToHttp().getRequest<FastifyRequest>();
  const reader = share ?? caller;
  if (reader === null) throw new Error('@CurrentReader() on a route that asks for nobody.');
  return reader;
});

function declare(access: RouteAccess): MethodDecorator {
  return applyDecorators(RouteConfig({ access }), ApiExtension('x-roles', accessWords(access)));
}
