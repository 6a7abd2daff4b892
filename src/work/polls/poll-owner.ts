import type { Caller } from '../../domain/caller.js';
import type { NewWork } from '../../storage/work-store.js';

/** Polls of the operator's people belong to all of them. */
export const OPERATOR = 'operator';

/** Requests of one owner's polls at once, and of their webhooks: nobody's polls take the places of the others, or of orders. */
const LANE_LIMIT = 10;

/** Whose polls a caller makes. */
export function ownerOf(caller: Caller): string {
  return caller.role === 'seller' && caller.sellerId !== null ? caller.sellerId : OPERATOR;
}

/** Whether a caller may know of an owner's poll: a seller of its own only. */
export function mayKnowPoll(caller: Caller, owner: string): boolean {
  return caller.role !== 'seller' || caller.sellerId === owner;
}

export function sellerOf(owner: string): string | null {
  return owner === OPERATOR ? null : owner;
}

/** The work of a poll: its requests, or the message at its end. */
export function workOf(
  kind: 'poll' | 'poll_webhook',
  pollId: string,
  owner: string,
  url: string,
  dueAt: number,
): NewWork {
  const lane = `${kind === 'poll' ? 'poll' : 'poll-webhook'}:${owner}`;
  return {
    ...{ kind, subject: pollId, lane, lane_limit: LANE_LIMIT, origin: new URL(url).origin },
    ...{ run: 1, due_at: dueAt, by_sweep: 0, state: '{}' },
  };
}
