import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { CallbackTokens } from '../orders/job-request.js';
import type { ToolSettings } from '../orders/seller-tools.js';
import type { OrderReading } from '../storage/order-store.js';

/** Whom a callback speaks for: a tool, by its secret, or one order, by the token in the URL. */
export type CallbackProof = { readonly secret: string } & (
  { readonly shortId: string; readonly urlOrderId: null } | { readonly shortId: null; readonly urlOrderId: string }
);

export interface ProofParts {
  readonly tools: {
    findByCallbackSecret(hash: string, nowMs: number): Promise<ToolSettings | null>;
    find(shortId: string): Promise<ToolSettings | null>;
  };
  readonly orders: { find(orderId: string): Promise<Pick<OrderReading, 'short_id'> | null> };
  readonly tokens: Pick<CallbackTokens, 'orderOf'>;
  readonly clock: Clock;
}

const SECRET_HEADER = 'x-callback-secret';

/** Proves a callback before a byte of its body is read; throws 401 where it is not proven. */
export class ProveCallback {
  constructor(private readonly parts: ProofParts) {}

  /** By `x-callback-secret`, looked up by its SHA-256. */
  async bySecret(request: FastifyRequest): Promise<CallbackProof> {
    const given = new Set(request.raw.headersDistinct[SECRET_HEADER]);
    const [secret] = given;
    if (secret === undefined || given.size > 1)
      throw unauthorized(`Send the tool's callback secret once, in the header ${SECRET_HEADER}.`);
    const hash = createHash('sha256').update(secret, 'utf8').digest('hex');
    const tool = await this.parts.tools.findByCallbackSecret(hash, this.parts.clock.now());
    if (!tool)
      throw unauthorized(`The value of ${SECRET_HEADER} is no tool's callback secret: check it, or rotate it.`);
    return { secret, shortId: tool.shortId, urlOrderId: null };
  }

  /** By the token that ends the URL; only while the order's tool calls back by token. */
  async byToken(token: string): Promise<CallbackProof> {
    const { tokens, orders, tools } = this.parts;
    const orderId = tokens.orderOf(token);
    const order = orderId === null ? null : await orders.find(orderId);
    const tool = order && (await tools.find(order.short_id));
    if (orderId === null || !tool || tool.deleted || tool.callbackAuth !== 'url_token')
      throw unauthorized('This callback URL is not valid: call the callback_url of the order as it came.');
    return { secret: token, shortId: null, urlOrderId: orderId };
  }
}

function unauthorized(message: string): Problem {
  return new Problem(401, 'unauthorized', message);
}
