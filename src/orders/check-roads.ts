import { BATCH_CHECK_ORDERS } from '../domain/batch-answer.js';
import { originOf } from '../domain/url-rules.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { NextRun } from '../storage/work-store.js';
import type { ToolSettings } from './seller-tools.js';

/** How a check goes from now on: with others of its tool, or alone; and to which origin. */
export type CheckRoad = NonNullable<NextRun['group']>;

/** Asked singly from the next time on. */
export function aloneTo(url: string): CheckRoad {
  return { group_limit: 1, origin: originOf(url) };
}

/** After a single check of a tool that answers for many at once: with the others again. Null where nothing changes. */
export function backToBatches(work: Pick<WorkRow, 'group_limit'>, tool: ToolSettings): CheckRoad | null {
  if (tool.statusBatchUrl === null || work.group_limit > 1) return null;
  return { group_limit: BATCH_CHECK_ORDERS, origin: originOf(tool.statusBatchUrl) };
}

/**
 * How a check goes on after one that ended nothing: with others where its tool answers for many, else to the origin of what it asks
 * next. That need not be the tool's: an order may have a status URL of its own, or its result had stood elsewhere.
 */
export function roadAfter(
  work: Pick<WorkRow, 'group_limit' | 'origin'>,
  tool: ToolSettings,
  nextUrl: () => string | null,
): CheckRoad | null {
  const back = backToBatches(work, tool);
  if (back || work.group_limit > 1) return back;
  const url = nextUrl();
  return url === null || originOf(url) === work.origin ? null : aloneTo(url);
}
