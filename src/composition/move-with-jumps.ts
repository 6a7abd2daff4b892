import { nextTick } from '../domain/cron-ticks.js';
import { GapStore } from '../storage/gap-store.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { ClockJump, ClockJumps } from '../work/clock-jumps.js';

/** What has to move with a jump of the clock beside the instants of work, in the same transaction. */
export function moveWithJumps(jumps: Pick<ClockJumps, 'moves'>, sweepCron: string): void {
  const gaps = new GapStore();
  jumps.moves((tx, jump) => bringSweepNear(gaps, sweepCron, tx, jump));
  // After a jump forward they may go at once, and the instants of their work say when.
  jumps.moves(async (tx, { deltaMs }) => (deltaMs < 0 ? gaps.shiftNotifications(tx, deltaMs) : undefined));
}

/** After a jump back the ticks that checks wait for are hours away, and others come before them; each waits for the first after its gap. */
async function bringSweepNear(gaps: GapStore, cron: string, tx: Tx, { deltaMs, now }: ClockJump): Promise<void> {
  if (deltaMs > 0) return;
  for (const from of await gaps.sweepInstants(tx, now)) {
    const to = nextTick(cron, Math.max(now, from + deltaMs - 1));
    if (to < from) await gaps.moveSweep(tx, from, to);
  }
}
