import type { SweepRow } from '../storage/entities/sweep.js';
import { iso } from './order-view.js';

/** A past sweep (contract, section 2). Times are in milliseconds. */
export interface SweepView {
  readonly sweep_id: string;
  /** Whether a person opened it. */
  readonly manual: boolean;
  readonly opened_at: string;
  readonly due: number;
  readonly checked: number;
  readonly changed: number;
  readonly failed: number;
  /** From its opening to its last check so far; null before the first. */
  readonly duration_ms: number | null;
  /** The longest that a check began after it was due. */
  readonly lateness: number;
}

export function sweepView(row: SweepRow): SweepView {
  const { sweep_id, opened_at, due, checked, changed, failed, last_checked_at } = row;
  return {
    ...{ sweep_id, manual: row.manual === 1, opened_at: iso(opened_at), due, checked, changed, failed },
    duration_ms: last_checked_at === null ? null : Math.max(0, last_checked_at - opened_at),
    lateness: row.lateness_ms,
  };
}
