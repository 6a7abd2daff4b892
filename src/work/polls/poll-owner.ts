import type { Caller } from '../../domain/caller.js';
import type { NewWork } from '../../storage/work-store.js';

/** Polls of the operator's people belong to all of them. */
export const OPERATOR = 'operator';

/**
 * Requests of one owner's polls at once to one origin, and of their webhooks: a host that never answers holds up no poll at
 * another, and no order. All together are bounded as all calls are.
 */
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
  const { origin } = new URL(url);
  // Names of lanes are told apart by commas where many are named at once; a host may hold one.
  const lane = `${kind === 'poll' ? 'poll' : 'poll-webhook'}:${owner}:${origin.replaceAll(',', '%2C')}`;
  return {
    ...{ kind, subject: pollId, lane, lane_limit: LANE_LIMIT, origin },
    ...{ run: 1, due_at: dueAt, by_sweep: 0, state: '{}' },
  };
}
