import type { Attempt, Order } from '../../api/client.ts';
import { ERRORS, EXPIRED_AFTER, STILL_OPEN, UNKNOWN_ERROR, type Advice } from '../../words/order-troubles.ts';
import { outcomeWords } from '../../words/outcomes.ts';

/** What went wrong with an order, and what to do: failed, expired, or open and in trouble; else null. `attempts`: newest first. */
export function adviceFor(order: Order, attempts: readonly Attempt[]): Advice | null {
  const last = attempts.find(({ run, kind, outcome }) => run === order.run && SELLERS.has(kind) && outcome !== 'late');
  if (order.status === 'expired') return expired(last);
  if (!isFinal(order)) return inTrouble(last);
  if (order.status !== 'failed' || order.error === null) return null;
  return Object.hasOwn(ERRORS, order.error.code) ? ERRORS[order.error.code]! : UNKNOWN_ERROR;
}

function inTrouble(last: Attempt | undefined): Advice | null {
  if (last === undefined) return null;
  const { what, todo, tone } = outcomeWords(last);
  return tone === 'bad' ? { title: STILL_OPEN.title, what: `${STILL_OPEN.notes} ${what}`, todo: todo ?? '' } : null;
}

/** Of an expired order the last call between the seller and us tells most. */
function expired(last: Attempt | undefined): Advice {
  const advice = ERRORS.expired!;
  if (last === undefined) return { ...advice, what: `${advice.what} ${EXPIRED_AFTER.nothing}` };
  const { what, todo, tone } = outcomeWords(last);
  if (tone !== 'bad') return { ...advice, what: `${advice.what} ${EXPIRED_AFTER.atWork}` };
  const where = last.kind === 'forward' ? EXPIRED_AFTER.refused : EXPIRED_AFTER.trouble;
  return { ...advice, what: `${advice.what} ${where}${what}`, todo: `${todo ?? ''} ${advice.todo}`.trim() };
}

const SELLERS: ReadonlySet<Attempt['kind']> = new Set(['forward', 'check', 'callback']);

export function isFinal({ status }: Pick<Order, 'status'>): boolean {
  return ['completed', 'failed', 'expired', 'cancelled'].includes(status);
}

/**
 * Whether an order was erased, which the API does not say itself: a completed order always had a result, and a failed one an error.
 * Of a cancelled or expired one it cannot be told.
 */
export function isErased({ status, result, error }: Order): boolean {
  return (status === 'completed' && result === null) || (status === 'failed' && error === null);
}
