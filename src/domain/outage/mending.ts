import type { OrderStatus } from '../order.js';
import type { Span } from './spans.js';

/** An order that an outage held up, as it stands now. Times are epoch milliseconds. */
export interface HeldOrder {
  readonly status: OrderStatus;
  readonly run: number;
  /** The run that was held up. */
  readonly heldRun: number;
  readonly forwardedAt: number | null;
  readonly completedAt: number | null;
  readonly errorCode: string | null;
  /** A forward of this run reached the seller, or may have, though the order had ended by then. */
  readonly taken: boolean;
  /** It was not erased, and its tool stands. */
  readonly canGo: boolean;
}

/**
 * What a replay does to an order. `forward`: it waits to be sent, and goes now. `retry`: it was given up before the seller took it, and
 * goes again. `check`: the seller has it, and is asked now. `redo`: the seller had it, and it ended by the outage; it may be paid twice
 * if it goes again, so that only who says so has that done.
 */
export type Mending = 'forward' | 'retry' | 'check' | 'redo';

/** The code of orders that were given up since nobody could be reached. */
export const UNREACHABLE = 'seller_unreachable';

/** Null where the outage left nothing to do: the order has ended in its own way, or somebody has seen to it. */
export function mendingOf(order: HeldOrder, outage: Span): Mending | null {
  if (order.run !== order.heldRun || !order.canGo) return null;
  const hasBegun = order.forwardedAt !== null || order.taken;
  switch (order.status) {
    case 'received':
    case 'forwarding':
      return 'forward';
    case 'processing':
      return 'check';
    case 'failed':
      if (order.errorCode !== UNREACHABLE) return null;
      return hasBegun ? 'redo' : 'retry';
    case 'expired':
      if (!hasBegun) return 'retry';
      return endedBy(outage, order.completedAt ?? 0) ? 'redo' : null;
    case 'completed':
    case 'cancelled':
      return null;
  }
}

/** Its deadline fell into the outage, or into as much time after it as the order had lost. */
function endedBy({ from, to }: Span, expiredAt: number): boolean {
  return expiredAt >= from && expiredAt <= to + (to - from);
}
