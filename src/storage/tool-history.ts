import type { Database } from './database/database.js';

/** An order of a tool, as statistics need it. Times are epoch milliseconds. */
export interface PastOrder {
  readonly order_id: string;
  readonly status: string;
  readonly created_at: number;
  readonly forwarded_at: number | null;
  readonly completed_at: number | null;
  /** Status checks made for it, over all its runs. */
  readonly checks: number;
  /** Forwards and checks that ended as `timeout`. */
  readonly timeouts: number;
}

/**
 * A tool's orders, newest first, test orders left out, of at most `limit`; created at or after `sinceMs`, and before `last`
 * where a page went before. Walks `orders_tool`, then `attempts_order` for each order of the page.
 */
const PAGE = (older: string) => `
  SELECT o.order_id, o.status, o.created_at, o.forwarded_at, o.completed_at,
    (SELECT count(*) FROM attempts a WHERE a.order_id = o.order_id AND a.kind = 'check') AS checks,
    (SELECT count(*) FROM attempts a WHERE a.order_id = o.order_id AND a.kind IN ('forward', 'check')
       AND a.outcome = 'timeout') AS timeouts
  FROM orders o WHERE o.short_id = $1 AND o.created_at >= $2 AND o.is_test = 0 ${older}
  ORDER BY o.created_at DESC, o.order_id DESC LIMIT $3`;

/** Reads what became of a tool's orders. */
export class ToolHistory {
  constructor(private readonly database: Database) {}

  async page(shortId: string, sinceMs: number, limit: number, last: PastOrder | null): Promise<PastOrder[]> {
    const rows = last
      ? await this.database.read<PastOrder>(PAGE('AND (o.created_at, o.order_id) < ($4, $5)'), [
          ...[shortId, sinceMs, limit],
          ...[last.created_at, last.order_id],
        ])
      : await this.database.read<PastOrder>(PAGE(''), [shortId, sinceMs, limit]);
    return rows.map((row) => ({ ...row, checks: Number(row.checks), timeouts: Number(row.timeouts) }));
  }
}
