import type { Clock } from '../../domain/clock.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { OutageRow } from '../../storage/entities/outage.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { OutageReplayStore } from '../../storage/outage-replay-store.js';
import type { OutageStore } from '../../storage/outage-store.js';
import type { NewWork } from '../../storage/work-store.js';
import type { WorkEngine } from '../../work/work-engine.js';
import type { AttemptReport, WorkHandler } from '../../work/work-kinds.js';
import type { MendOrder, MendWish } from './mend-order.js';
import { keptReplay } from './replay-view.js';

/** Orders of one attempt, and how long the next one waits: a seller that has just come back is not flooded. */
const ORDERS_AT_ONCE = 25;
const PACE_MS = 1_000;

/** What the row of work of a replay remembers. */
interface ReplayState extends MendWish {
  /** The last order that was looked at. */
  readonly after: string;
}

export interface ReplayOutageParts {
  readonly outages: Pick<OutageStore, 'find' | 'get'>;
  readonly replays: OutageReplayStore;
  readonly mend: MendOrder;
  readonly engine: Pick<WorkEngine, 'reschedule' | 'finish'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** The work of replaying an outage. It calls nobody: no place is taken for it, and none waited for. */
export function replayWork(outage: Pick<OutageRow, 'outage_id' | 'seller_id'>, wish: MendWish, now: number): NewWork {
  const state: ReplayState = { ...wish, after: '' };
  return {
    ...{ kind: 'replay', subject: outage.outage_id, lane: `replay:${outage.seller_id}`, lane_limit: 1, origin: '' },
    ...{ run: 1, due_at: now, by_sweep: 0, state: JSON.stringify(state) },
  };
}

/**
 * Makes an outage good, some orders an attempt, each in a transaction of its own that also notes it: a crash in the middle leaves whole
 * orders, and the next attempt goes on with those that are left.
 */
export class ReplayOutage implements WorkHandler<never> {
  readonly kind = 'replay';

  constructor(private readonly parts: ReplayOutageParts) {}

  async prepare(work: WorkRow): Promise<null> {
    const { outages, replays, mend, engine, unit, clock } = this.parts;
    const state = JSON.parse(work.state) as ReplayState;
    const outage = await outages.find(work.subject);
    const rows = outage ? await replays.held(work.subject, state.after, ORDERS_AT_ONCE) : [];
    if (outage) for (const { order_id } of rows) await mend.mend(outage, order_id, state);
    const last = rows.at(-1);
    if (!last || rows.length < ORDERS_AT_ONCE) await this.finish(work);
    else {
      const next = { dueAt: clock.now() + PACE_MS, state: JSON.stringify({ ...state, after: last.order_id }) };
      await unit.run((tx) => engine.reschedule(tx, work, next));
    }
    return null;
  }

  settle(): Promise<AttemptReport> {
    throw new Error('A replay calls nobody, so that there is nothing to settle.');
  }

  settlesAborted(): boolean {
    return false;
  }

  private async finish(work: WorkRow): Promise<void> {
    const { outages, replays, engine, unit, clock } = this.parts;
    await unit.run(async (tx) => {
      if (!(await engine.finish(tx, work))) return;
      const outage = await outages.get(tx, work.subject);
      const kept = outage && keptReplay(outage);
      if (kept) await replays.finish(tx, work.subject, JSON.stringify({ ...kept, status: 'done' }), clock.now());
    });
  }
}
