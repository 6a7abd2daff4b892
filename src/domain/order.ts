/**
 * An order's states and every change between them, as pure functions (contract, section 2, "State rules" and "Runs").
 * A change is computed here and applied by `orders/settle-order.ts` in one guarded update; no other code writes a status.
 */

export const ORDER_STATUSES = [
  'received',
  'forwarding',
  'processing',
  'completed',
  'failed',
  'expired',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** The whole machine as data; `docs/order-states.md` is drawn from it and a test walks it. */
export const TRANSITIONS: Readonly<Record<OrderStatus, readonly { to: OrderStatus; on: OrderChange }[]>> = {
  received: [
    { to: 'forwarding', on: 'forward' },
    { to: 'completed', on: 'complete' },
    { to: 'failed', on: 'fail' },
    { to: 'expired', on: 'expire' },
    { to: 'cancelled', on: 'cancel' },
  ],
  forwarding: [
    { to: 'processing', on: 'acknowledge' },
    { to: 'completed', on: 'complete' },
    { to: 'failed', on: 'fail' },
    { to: 'expired', on: 'expire' },
    { to: 'cancelled', on: 'cancel' },
  ],
  processing: [
    { to: 'completed', on: 'complete' },
    { to: 'failed', on: 'fail' },
    { to: 'expired', on: 'expire' },
    { to: 'cancelled', on: 'cancel' },
  ],
  completed: [],
  failed: [
    { to: 'received', on: 'retry' },
    { to: 'completed', on: 'accept' },
  ],
  expired: [
    { to: 'received', on: 'retry' },
    { to: 'completed', on: 'accept' },
  ],
  cancelled: [{ to: 'completed', on: 'accept' }],
};

export type OrderChange = 'forward' | 'acknowledge' | 'complete' | 'fail' | 'expire' | 'cancel' | 'retry' | 'accept';

/** The road on which an order's final answer came. */
export type Road = 'callback' | 'check' | 'reply';
export type DeliveredBy = Road | 'operator';

export interface OrderError {
  readonly code: string;
  /** At most 2,000 characters. */
  readonly message: string;
  /** What to do about it, in a sentence. */
  readonly hint: string | null;
}

/** What the rules need to know of an order. */
export interface OrderState {
  readonly status: OrderStatus;
  readonly run: number;
  /** Digest of the final answer that was taken, if the seller gave it. */
  readonly answer_hash: string | null;
  /** Whether the seller has said something in this run that is not a repeat (the acknowledgement of the forward does not count). */
  readonly heard: boolean;
}

export function isFinal(status: OrderStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'expired' || status === 'cancelled';
}

/** The status that a change leads to from here, or null where the change is not allowed. */
export function after(status: OrderStatus, change: OrderChange): OrderStatus | null {
  return TRANSITIONS[status].find((transition) => transition.on === change)?.to ?? null;
}

/** A final answer of the seller's, reduced to what decides whether it counts. */
export interface FinalAnswer {
  readonly kind: 'completed' | 'failed';
  readonly road: Road;
  /** The run that the answer names or was asked for; null for a callback without `run`. */
  readonly run: number | null;
  /** Digest of what was answered (result or error), the same on every road. */
  readonly answerHash: string;
  /** True when the very same body ended an earlier run of this order. */
  readonly repeatsEarlierEnding: boolean;
}

/** `settles`: it ends the order. `duplicate`: the accepted answer again. `late`: kept as evidence, changes nothing. */
export type Ruling = 'settles' | 'duplicate' | 'late';

/**
 * Whether a final answer counts. The first one wins by whichever road; a good result of any run completes the order;
 * a failure is late when it speaks of an earlier run.
 */
export function ruleOn(order: OrderState, answer: FinalAnswer): Ruling {
  if (isFinal(order.status)) return answer.answerHash === order.answer_hash ? 'duplicate' : 'late';
  if (answer.kind === 'completed') return 'settles';
  if (answer.run !== null && answer.run < order.run) return 'late';
  const mayBeAnEcho = answer.road === 'check' || (answer.road === 'callback' && answer.run === null);
  if (mayBeAnEcho && answer.repeatsEarlierEnding && !order.heard) return 'late';
  return 'settles';
}
