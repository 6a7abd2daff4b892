import { TROUBLES } from '../domain/outcome.js';
import type { Database } from './database/database.js';

/** An order of a tool, as statistics need it. Times are epoch milliseconds. */
export interface PastOrder {
  readonly order_id: string;
  readonly status: string;
  readonly created_at: number;
  readonly forwarded_at: number | null;
  readonly completed_at: number | null;
  /** Status checks made for it, over all its runs; null where its attempts are not kept any more. */
  readonly checks: number | null;
  /** Milliseconds that those took. Of equal ones in a row each counts as long as the first; a batch counts for each of its orders. */
  readonly check_ms: number;
  /** Forwards and checks whose attempts are kept. */
  readonly calls: number;
  /** Those that ended as `timeout`. */
  readonly timeouts: number;
  /** When the newest forward, check or callback that tells of something wrong began; null where none does. */
  readonly trouble_at: number | null;
}

/** A call that tells of something wrong. */
export interface Trouble {
  /** Epoch milliseconds: when the last of its equals began. */
  readonly at: number;
  readonly outcome: string;
  readonly status_code: number | null;
  readonly error: string | null;
  /** The error of its order, as JSON. */
  readonly order_error: string | null;
}

/** Equal checks in a row are one row of attempts, and the last of them may stand in the row of work alone. */
const ATTEMPTS = `attempts a LEFT JOIN work w ON w.kind = 'check' AND w.subject = a.order_id AND w.repeat_of = a.attempt_id`;
const TIMES = '(a.repeated + COALESCE(w.repeats, 0))';
const LAST_AT = 'COALESCE(w.repeated_at, a.last_at, a.started_at)';
const IS_TROUBLE = `a.kind IN ('forward', 'check', 'callback') AND a.outcome IN (${TROUBLES.map((one) => `'${one}'`).join(', ')})`;
const ofCalls = (sum: string) =>
  `(SELECT sum(${sum}) FROM ${ATTEMPTS} WHERE a.order_id = o.order_id AND a.kind IN ('forward', 'check'))`;

/**
 * A tool's orders, newest first, test orders left out, of at most `limit`; created at or after `sinceMs`, and before `last`
 * where a page went before. Walks `orders_tool`, then `attempts_order` for each order of the page.
 */
const PAGE = (older: string) => `
  SELECT o.order_id, o.status, o.created_at, o.forwarded_at, o.completed_at, o.attempts AS made,
    ${ofCalls(TIMES)} AS calls,
    ${ofCalls(`CASE WHEN a.kind = 'check' THEN ${TIMES} ELSE 0 END`)} AS checks,
    ${ofCalls(`CASE WHEN a.kind = 'check' THEN CAST(a.duration_ms AS bigint) * ${TIMES} ELSE 0 END`)} AS check_ms,
    ${ofCalls(`CASE WHEN a.outcome = 'timeout' THEN ${TIMES} ELSE 0 END`)} AS timeouts,
    (SELECT max(${LAST_AT}) FROM ${ATTEMPTS} WHERE a.order_id = o.order_id AND ${IS_TROUBLE}) AS trouble_at
  FROM orders o WHERE o.short_id = $1 AND o.created_at >= $2 AND o.is_test = 0 ${older}
  ORDER BY o.created_at DESC, o.order_id DESC LIMIT $3`;

const TROUBLE = `SELECT ${LAST_AT} AS at, a.outcome, a.status_code, a.error, o.error AS order_error
  FROM ${ATTEMPTS} JOIN orders o ON o.order_id = a.order_id WHERE a.order_id = $1 AND ${IS_TROUBLE}
  ORDER BY 1 DESC, a.attempt_id DESC LIMIT 1`;

/** Sums of bigints are texts in Postgres, and null of nothing. */
type PageRow = Omit<PastOrder, 'calls' | 'checks' | 'check_ms' | 'timeouts' | 'trouble_at'> &
  Readonly<Record<'calls' | 'checks' | 'check_ms' | 'timeouts' | 'trouble_at', number | string | null>> & {
    /** Calls that the order counts, whether they are kept or not. */
    readonly made: number;
  };

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
    (SELECT max(COALESCE(a.last_at, a.started_at)) FROM attempts a WHERE a.order_id = o.order_id AND a.kind = 'check' AND a.run = o.run
       AND a.outcome IN ('processing', 'not_modified')) AS at_work_at
  FROM orders o WHERE o.short_id = $1 AND o.created_at >= $2 AND o.is_test = 0 AND o.status IN ('completed', 'failed')
    AND o.delivered_by IN ('callback', 'check') AND o.forwarded_at IS NOT NULL ${older}
    AND (o.delivered_by = 'callback' OR EXISTS (SELECT 1 FROM attempts a WHERE a.order_id = o.order_id))
  ORDER BY o.created_at DESC, o.order_id DESC LIMIT $3`;

const INPUTS = `(SELECT CASE WHEN length(i.inputs) <= ${CLASS_INPUTS} THEN i.inputs END
    FROM order_inputs i WHERE i.order_id = o.order_id)`;

/** Reads what became of a tool's orders. */
export class ToolHistory {
  constructor(private readonly database: Database) {}

  async page(shortId: string, sinceMs: number, limit: number, last: PastOrder | null): Promise<PastOrder[]> {
    const rows = last
      ? await this.database.read<PageRow>(PAGE('AND (o.created_at, o.order_id) < ($4, $5)'), [
          ...[shortId, sinceMs, limit],
          ...[last.created_at, last.order_id],
        ])
      : await this.database.read<PageRow>(PAGE(''), [shortId, sinceMs, limit]);
    return rows.map(({ made, calls, checks, check_ms, timeouts, trouble_at, ...row }) => ({
      ...row,
      checks: checks === null && made > 0 ? null : Number(checks),
      ...{ check_ms: Number(check_ms), calls: Number(calls), timeouts: Number(timeouts) },
      trouble_at: trouble_at === null ? null : Number(trouble_at),
    }));
  }

  /** The newest call of an order that tells of something wrong. */
  async trouble(orderId: string): Promise<Trouble | null> {
    const [row] = await this.database.read<Trouble>(TROUBLE, [orderId]);
    return row ? { ...row, at: Number(row.at) } : null;
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
