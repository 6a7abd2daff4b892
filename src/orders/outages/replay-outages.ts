import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { OutageRow } from '../../storage/entities/outage.js';
import type { OutageReplayStore } from '../../storage/outage-replay-store.js';
import type { OutageReading, OutageStore } from '../../storage/outage-store.js';
import type { WorkEngine } from '../../work/work-engine.js';
import { allToMend, spanOf } from './held-orders.js';
import type { ReadOutages } from './read-outages.js';
import { replayWork } from './replay-outage.js';
import {
  dryRunView,
  keptReplay,
  ordersOf,
  replayView,
  type KeptReplay,
  type ReplayPlan,
  type ReplayView,
} from './replay-view.js';

export interface ReplayOutagesParts {
  readonly read: ReadOutages;
  readonly outages: OutageStore;
  readonly replays: OutageReplayStore;
  readonly engine: Pick<WorkEngine, 'enqueue'>;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** What people ask of a replay. */
export interface ReplayWish {
  readonly dryRun: boolean;
  /** Whether orders that the seller had begun, and that ended by the outage, go again as well: they may be done twice. */
  readonly redo: boolean;
}

/** One button that makes an outage good: what never started goes again, what was begun is asked for, and deadlines are moved. */
export class ReplayOutages {
  constructor(private readonly parts: ReplayOutagesParts) {}

  /** 409 `outage_lasts` while it goes on. Asked for while one is under way, it is that one; afterwards what is left, if anything. */
  async replay(asker: Asker, outageId: string, wish: ReplayWish): Promise<ReplayView> {
    const outage = await this.parts.read.find(asker.caller, outageId);
    if (outage.ended_at === null) throw lasts(outage);
    if (!wish.dryRun && keptReplay(outage)?.status === 'running') return this.underWay(outage, wish);
    const plan = await this.plan(outage);
    if (wish.dryRun) return dryRunView(outage, plan, wish.redo);
    await this.parts.unit.run((tx) => this.begin(tx, asker, outage, { plan, redo: wish.redo }));
    return this.underWay(await this.parts.read.find(asker.caller, outageId), wish);
  }

  private underWay(outage: OutageReading, { redo }: ReplayWish): ReplayView {
    const kept = keptReplay(outage);
    const view = replayView(outage);
    if (!kept || !view) throw new Error(`Outage ${outage.outage_id} has lost its replay.`);
    if (kept.status === 'running' && redo && !kept.with_redo)
      throw new Problem(409, 'replay_runs', 'A replay without redo is under way: ask for this one when that is done.');
    return view;
  }

  /** Of two that begin at once, one does. */
  private async begin(
    tx: Tx,
    { caller, requestId }: Asker,
    outage: OutageRow,
    { plan, redo }: { readonly plan: ReplayPlan; readonly redo: boolean },
  ): Promise<void> {
    const { replays, engine, audit, clock } = this.parts;
    const now = clock.now();
    const kept: KeptReplay = { ...plan, status: 'running', with_redo: redo };
    if (ordersOf(plan, redo) === 0) {
      // Whoever began just now goes on; else it is as if it had been done.
      if (keptReplay((await this.parts.outages.get(tx, outage.outage_id)) ?? outage)?.status === 'running') return;
      await replays.begin(tx, outage.outage_id, JSON.stringify(kept));
      return replays.finish(tx, outage.outage_id, JSON.stringify({ ...kept, status: 'done' }), now);
    }
    if (!(await engine.enqueue(tx, replayWork(outage, { actor: caller.name, redo }, now)))) return;
    await replays.begin(tx, outage.outage_id, JSON.stringify(kept));
    const details = { ...plan, with_redo: redo };
    await audit.record(tx, caller, 'outage.replayed', outage.outage_id, details, requestId);
  }

  private async plan(outage: OutageRow): Promise<ReplayPlan> {
    const { replays, clock } = this.parts;
    const now = clock.now();
    const { from, to } = spanOf(outage, now);
    const plan = { forward: 0, check: 0, extend: 0, extend_by_s: Math.ceil((to - from) / 1_000), redo: 0 };
    for await (const { mending, extendMs } of allToMend(replays, outage, now)) {
      plan[mending === 'retry' ? 'forward' : mending] += 1;
      if (extendMs > 0) plan.extend += 1;
    }
    return plan;
  }
}

function lasts({ began_at }: OutageRow): Problem {
  const since = new Date(began_at).toISOString();
  const message = `The outage goes on since ${since}: what waits is tried now and then, and goes on once the seller answers. Replay it when it is over.`;
  return new Problem(409, 'outage_lasts', message);
}
