import type { Clock } from '../../domain/clock.js';
import { extendedSentence } from '../../domain/outage/outage-words.js';
import { Problem } from '../../domain/problem.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { OutageRow } from '../../storage/entities/outage.js';
import type { OrderStore } from '../../storage/order-store.js';
import type { OutageReplayStore } from '../../storage/outage-replay-store.js';
import type { WorkEngine } from '../../work/work-engine.js';
import type { ChangeOrder } from '../change-order.js';
import type { RetryOrder } from '../retry-order.js';
import { spanOf, toMend, type ToMend } from './held-orders.js';

export interface MendOrderParts {
  readonly replays: OutageReplayStore;
  readonly orders: Pick<OrderStore, 'get'>;
  readonly change: Pick<ChangeOrder, 'extend'>;
  readonly retry: Pick<RetryOrder, 'retry'>;
  readonly engine: Pick<WorkEngine, 'moveTo'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** Who has an outage replayed, and whether work that its seller had begun is to go again. */
export interface MendWish {
  readonly actor: string;
  readonly redo: boolean;
}

/** Makes good what an outage did to one order: all of it and the note that it was done, or nothing. */
export class MendOrder {
  constructor(private readonly parts: MendOrderParts) {}

  /** Whatever has become of the order meanwhile counts, not what a dry run found. */
  async mend(outage: OutageRow, orderId: string, wish: MendWish): Promise<void> {
    const { replays, unit, clock } = this.parts;
    const act = async (tx: Tx) => {
      const row = await replays.get(tx, outage.outage_id, orderId);
      const found = row && toMend(row, spanOf(outage, clock.now()), await replays.givenTo(tx, orderId));
      if (!found || (found.mending === 'redo' && !wish.redo)) return;
      const goesOn = found.mending === 'forward' || found.mending === 'check';
      if (await replays.mend(tx, outage.outage_id, orderId, goesOn, clock.now())) await this.do(tx, found, wish);
    };
    await unit.run(act).catch((error: unknown) => {
      // Its tool was deleted, or it was erased, just now: there is nothing to make good any more.
      if (!(error instanceof Problem)) throw error;
    });
  }

  private async do(tx: Tx, { orderId, mending, extendMs }: ToMend, { actor }: MendWish): Promise<void> {
    const { orders, change, retry, engine, clock } = this.parts;
    if (mending === 'retry' || mending === 'redo') {
      await retry.retry(orderId, actor);
      return;
    }
    const order = extendMs > 0 ? await orders.get(tx, orderId) : null;
    if (order)
      await change.extend(tx, order, order.deadline_at + extendMs, extendedSentence(extendMs), {
        kind: 'replay',
        actor,
      });
    await engine.moveTo(tx, mending, orderId, clock.now());
  }
}
