import type { FastifyReply } from 'fastify';
import { isFinal, type OrderStatus } from '../domain/order.js';
import type { OrderReading } from '../storage/order-store.js';

/** Seconds after which whoever only asks may ask again: results come at any time, and asking is cheap. */
const ASK_AGAIN_S = 5;

/** Where an order is found, on the answers that begin or move it (contract, section 2). */
export class OrderAddresses {
  constructor(private readonly publicUrl: () => string) {}

  /** Sets `Location`, `Operation-Location`, and `Retry-After` while there is something to wait for. */
  tell(reply: FastifyReply, order: Pick<OrderReading, 'order_id' | 'status'>): void {
    const location = `${this.publicUrl()}/v1/orders/${order.order_id}`;
    reply.header('Location', location).header('Operation-Location', `${location}/operation`);
    this.tellWhen(reply, order);
  }

  tellWhen(reply: FastifyReply, order: Pick<OrderReading, 'status'>): void {
    if (!isFinal(order.status as OrderStatus)) reply.header('Retry-After', String(ASK_AGAIN_S));
  }
}
