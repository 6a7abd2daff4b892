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

/** An order that its seller ended, as a preview of plans needs it. Times are epoch milliseconds. */
export interface FinishedOrder {
  readonly order_id: string;
  readonly created_at: number;
  readonly forwarded_at: number;
  readonly completed_at: number;
  readonly delivered_by: 'callback' | 'check';
  /** When a check of the run last found it at work; null where none did. */
  readonly at_work_at: number | null;
  readonly metadata: string;
  /** Null where they are longer than CLASS_INPUTS characters, or nobody asked. */
  readonly inputs: string | null;
}

/** Inputs that a class is read from: a megabyte of each of a thousand orders would take seconds. */
const CLASS_INPUTS = 16_384;

/** Walks `orders_tool` as above; orders that the reply to their forward ended were never waited for, and are left out. */
const FINISHED = (inputs: string, older: string) => `
  SELECT o.order_id, o.created_at, o.forwarded_at, o.completed_at, o.delivered_by, o.metadata, ${inputs} AS inputs,
    (SELECT max(a.started_at) FROM attempts a WHERE a.order_id = o.order_id AND a.kind = 'check' AND a.run = o.run
       AND a.outcome IN ('processing', 'not_modified')) AS at_work_at
  FROM orders o WHERE o.short_id = $1 AND o.created_at >= $2 AND o.is_test = 0 AND o.status IN ('completed', 'failed')
    AND o.delivered_by IN ('callback', 'check') AND o.forwarded_at IS NOT NULL ${older}
  ORDER BY o.created_at DESC, o.order_id DESC LIMIT $3`;

const INPUTS = `(SELECT CASE WHEN length(i.inputs) <= ${CLASS_INPUTS} THEN i.inputs END
    FROM order_inputs i WHERE i.order_id = o.order_id)`;

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

  /** The same of orders that their seller ended, by callback or as a check found. */
  async finished(ask: FinishedAsk, limit: number, last: FinishedOrder | null): Promise<FinishedOrder[]> {
    const inputs = ask.withInputs ? INPUTS : 'NULL';
    const params = [ask.shortId, ask.sinceMs, limit];
    if (!last) return this.database.read(FINISHED(inputs, ''), params);
    const older = FINISHED(inputs, 'AND (o.created_at, o.order_id) < ($4, $5)');
    return this.database.read(older, [...params, last.created_at, last.order_id]);
  }
}

export interface FinishedAsk {
  readonly shortId: string;
  readonly sinceMs: number;
  /** Whether the inputs are wanted: for plans by class. */
  readonly withInputs: boolean;
}
