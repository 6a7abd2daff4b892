import type { Clock } from '../domain/clock.js';
import { dialectNamed } from '../domain/dialects/all-dialects.js';
import type { PinnedDialect } from '../domain/reading.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { Cause, ChangeOrder } from './change-order.js';
import type { SellerTools } from './seller-tools.js';

/** What follows from answers that were recognised as another system's. */
export class RecognisedDialect {
  constructor(
    private readonly change: ChangeOrder,
    private readonly tools: SellerTools,
    private readonly clock: Clock,
  ) {}

  /** The order's timeline tells whose words its seller speaks; our own are not worth a line. */
  async tell(tx: Tx, order: OrderReading, dialect: PinnedDialect | null, cause: Cause): Promise<void> {
    if (dialect === null || dialect === 'roundtrip') return;
    const sentence = `The seller's answers are read as: ${dialectNamed(dialect).title} (dialect ${dialect}).`;
    await this.change.note(tx, order, sentence, cause);
  }

  /** An order was completed in these words: from now on its tool is known by them. */
  async pin(tx: Tx, shortId: string, dialect: PinnedDialect | null): Promise<void> {
    // That of a Location is not in its words, but in what the order's own monitor has answered before.
    if (dialect !== null && dialect !== 'location') await this.tools.pinDialect(tx, shortId, dialect, this.clock.now());
  }
}
