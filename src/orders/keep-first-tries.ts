import type { Tx } from '../storage/database/unit-of-work.js';
import type { GapStore } from '../storage/gap-store.js';
import type { ForwardState } from './forward-state.js';

/** Kinds of work that are tried for so long after their first try. */
const TRIED_FOR_A_TIME = ['forward', 'mirror'] as const;

/**
 * After the calendar has jumped forward: hours that nobody tried in are not taken from the time within which an order is forwarded, or
 * a file fetched. A jump back takes nothing away, and is let be.
 */
export async function keepFirstTries(gaps: GapStore, tx: Tx, deltaMs: number): Promise<void> {
  if (deltaMs <= 0) return;
  for (const { work_id, state } of await gaps.statesOf(tx, TRIED_FOR_A_TIME)) {
    const known = JSON.parse(state) as Pick<ForwardState, 'firstTryAt'>;
    if (known.firstTryAt === null || known.firstTryAt === undefined) continue;
    await gaps.remember(tx, work_id, JSON.stringify({ ...known, firstTryAt: known.firstTryAt + deltaMs }));
  }
}
