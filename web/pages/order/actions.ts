import type { Attempt, Order, Role } from '../../api/client.ts';
import { mayOperate } from '../../api/session.ts';
import { order as words } from '../../words/order.ts';
import { isErased, isFinal } from './advice.ts';

const { not } = words.actions;
export type Action = 'check' | 'retry' | 'cancel' | 'share' | 'erase';

export interface Possible {
  readonly action: Action;
  /** Why it is not possible at the moment; null where it is. */
  readonly reason: string | null;
}

/** What the tool lets one do, as far as it is known. */
export interface KnownTool {
  readonly status_url?: string | null;
  readonly status_batch_url?: string | null;
}

/** What a role may do with the order, each with the reason why not now. The server has the last word: it may know more. */
export function actionsFor(role: Role, order: Order, tool: KnownTool | null): Possible[] {
  return [
    ...(mayOperate(role) || role === 'seller' ? [{ action: 'check' as const, reason: checkReason(order, tool) }] : []),
    ...(mayOperate(role)
      ? [
          { action: 'retry' as const, reason: retryReason(order) },
          { action: 'cancel' as const, reason: isFinal(order) ? not.cancelFinal : null },
          { action: 'share' as const, reason: isErased(order) ? not.erased : null },
        ]
      : []),
    ...(role === 'admin' ? [{ action: 'erase' as const, reason: eraseReason(order) }] : []),
  ];
}

function checkReason(order: Order, tool: KnownTool | null): string | null {
  if (isFinal(order)) return not.checkFinal;
  if (order.status !== 'processing') return not.checkEarly;
  // A check that is planned has somewhere to go, whatever the tool says: a seller may name the URL in its reply.
  const hasNoWay = tool !== null && !tool.status_url && !tool.status_batch_url && order.next_check_at === null;
  return hasNoWay ? not.checkNoUrl : null;
}

function retryReason(order: Order): string | null {
  if (isErased(order)) return not.erased;
  if (order.status === 'failed' || order.status === 'expired') return null;
  if (order.status === 'completed') return not.retryDone;
  return order.status === 'cancelled' ? not.retryCancelled : not.retryOpen;
}

function eraseReason(order: Order): string | null {
  if (isErased(order)) return not.eraseDone;
  return isFinal(order) ? null : not.eraseOpen;
}

/**
 * Whether an attempt may hold a late result that can be taken. The API marks a late answer that ends an order by the digest in its
 * sentence; whether that is a result or a failure only its body tells, and its excerpt may be too short: then the server says.
 */
export function mayBeTaken(role: Role, order: Order, attempt: Attempt): boolean {
  if (!mayOperate(role) || !['failed', 'expired', 'cancelled'].includes(order.status) || isErased(order)) return false;
  if (attempt.outcome !== 'late' || !/ Its digest [0-9a-f]/.test(attempt.error ?? '')) return false;
  return !saysFailed(attempt.response_excerpt);
}

function saysFailed(excerpt: string | null): boolean {
  try {
    const said = JSON.parse(excerpt ?? '') as { ok?: unknown; status?: unknown } | null;
    return said?.ok === false || said?.status === 'failed';
  } catch {
    return false;
  }
}
