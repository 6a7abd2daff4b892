import type { BulkRow } from '../../storage/entities/bulk.js';
import type { BulkFilter } from './match-orders.js';

/** An action on many orders, as its callers see it. */
export interface BulkView {
  readonly bulk_id: string;
  readonly action: string;
  readonly filter: BulkFilter;
  readonly status: string;
  readonly matched: number;
  readonly done: number;
  readonly changed: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problems: readonly { readonly order_id: string; readonly message: string }[];
  readonly created_by: string;
  readonly created_at: string;
  readonly finished_at: string | null;
}

export function bulkView(row: BulkRow): BulkView {
  const { bulk_id, action, status, matched, changed, skipped, failed, created_at, finished_at } = row;
  return {
    ...{ bulk_id, action, filter: JSON.parse(row.filter) as BulkFilter, status },
    ...{ matched, done: changed + skipped + failed, changed, skipped, failed },
    problems: JSON.parse(row.problems) as BulkView['problems'],
    created_by: row.actor,
    created_at: new Date(created_at).toISOString(),
    finished_at: finished_at === null ? null : new Date(finished_at).toISOString(),
  };
}
