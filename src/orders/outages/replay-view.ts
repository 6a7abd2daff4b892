import type { OutageRow } from '../../storage/entities/outage.js';

/** What a replay sets out to do, as it is kept with its outage. */
export interface ReplayPlan {
  /** Orders that never started, and go again. */
  readonly forward: number;
  /** Orders that the seller has, and that are asked for now. */
  readonly check: number;
  /** Deadlines that are moved. */
  readonly extend: number;
  readonly extend_by_s: number;
  /** Orders that were begun and ended by the outage: sent again only where that is asked for. */
  readonly redo: number;
}

/** The same, as it stands in the row. */
export interface KeptReplay extends ReplayPlan {
  readonly status: 'running' | 'done';
  readonly with_redo: boolean;
}

export interface ReplayView extends ReplayPlan {
  readonly outage_id: string;
  readonly dry_run: boolean;
  /** Orders that are still to be made good. */
  readonly left: number;
  readonly status: 'none' | 'running' | 'done';
  /** Orders that it has made good so far. */
  readonly done: number;
}

export function keptReplay({ replay }: Pick<OutageRow, 'replay'>): KeptReplay | null {
  return replay === null ? null : (JSON.parse(replay) as KeptReplay);
}

/** The last replay of an outage; null where there was none. */
export function replayView(row: Pick<OutageRow, 'outage_id' | 'replay' | 'replay_done'>): ReplayView | null {
  const kept = keptReplay(row);
  if (kept === null) return null;
  const { forward, check, extend, extend_by_s, redo, status, with_redo } = kept;
  const left = status === 'done' ? 0 : Math.max(0, ordersOf(kept, with_redo) - row.replay_done);
  return {
    ...{ outage_id: row.outage_id, dry_run: false, forward, check, extend, extend_by_s, redo, left },
    ...{ status, done: row.replay_done },
  };
}

/** What a replay would do now. */
export function dryRunView(row: OutageRow, plan: ReplayPlan, withRedo: boolean): ReplayView {
  const status = keptReplay(row)?.status ?? 'none';
  const left = ordersOf(plan, withRedo);
  return { outage_id: row.outage_id, dry_run: true, ...plan, left, status, done: row.replay_done };
}

/** How many orders it is about. */
export function ordersOf({ forward, check, redo }: ReplayPlan, withRedo: boolean): number {
  return forward + check + (withRedo ? redo : 0);
}
