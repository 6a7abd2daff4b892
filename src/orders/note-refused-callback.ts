import type { Clock } from '../domain/clock.js';
import { isUuid, newId } from '../domain/ids.js';
import type { AttemptStore } from '../storage/attempt-store.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderStore } from '../storage/order-store.js';

export interface RefusedCallback {
  /** As the query of its URL names it; a stranger's word. */
  readonly orderId: string;
  /** Why it was refused: a sentence of ours. */
  readonly why: string;
  readonly path: string;
  readonly requestId: string;
}

export interface NoteRefusedParts {
  readonly orders: Pick<OrderStore, 'find'>;
  readonly attempts: Pick<AttemptStore, 'add' | 'ofOrderOfKinds'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** Enough to tell its seller. */
const MOST = 3;

/**
 * Writes down that a callback without proof came for a test order, so that a conformance test can say so. Of other orders nobody is
 * told: whoever has no proof writes nothing about them.
 */
export class NoteRefusedCallback {
  constructor(private readonly parts: NoteRefusedParts) {}

  async note({ orderId, why, path, requestId }: RefusedCallback): Promise<void> {
    const { orders, attempts, unit, clock } = this.parts;
    const order = isUuid(orderId) ? await orders.find(orderId) : null;
    if (order?.is_test !== 1 || order.erased_at !== null) return;
    const known = await attempts.ofOrderOfKinds(orderId, ['callback'], MOST, null);
    if (known.length >= MOST) return;
    await unit.run((tx) =>
      attempts.add(tx, {
        ...{ attempt_id: newId('att'), kind: 'callback', order_id: orderId, notification_id: null, attempt_num: 1 },
        ...{ short_id: order.short_id, run: order.run, started_at: clock.now(), duration_ms: 0, method: 'POST' },
        ...{ url: path, request_id: requestId, status_code: 401, outcome: 'unauthorized', error: why },
        response_excerpt: null,
      }),
    );
  }
}
