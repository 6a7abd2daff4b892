import type { Database } from './database/database.js';
import type { SqlValue } from './database/unit-of-work.js';
import type { OrderRow } from './entities/order.js';
import type { WorkRow } from './entities/work.js';

/** Rows that one look walks of an index at most, and that it tells of. */
const WALKED = 5_000;
const TOLD = 1_001;

/** An order in trouble. `at`: since when, epoch milliseconds. */
export interface TroubledOrder {
  readonly order_id: string;
  readonly short_id: string;
  readonly seller_id: string;
  readonly at: number;
}

/** Whose are looked at; null: everybody's. */
export type Whose = string | null;

/** As in an index: an order that an outage still holds up belongs to that, and to nothing else. `$1`: ended ones count since then. */
const HELD_UP = `EXISTS (SELECT 1 FROM outage_orders h JOIN outages u ON u.outage_id = h.outage_id
  WHERE h.order_id = o.order_id AND h.run = o.run AND h.mended_at IS NULL
    AND (u.ended_at IS NULL OR (u.replayed_at IS NULL AND u.ended_at >= $1)))`;
const IS_UNREACHABLE = `o.error LIKE '{"code":"seller_unreachable"%'`;
/** A tenth of the longest deadline of an order. */
const LONGEST_NEAR_MS = 3 * 86_400_000;
const WALKED_COLUMNS = `order_id, short_id, seller_id, is_test, run, status, error, created_at, completed_at, deadline_at, deadline_s, updated_at`;
const COLUMNS = 'o.order_id, o.short_id, o.seller_id';

/** What needs a person, found by small indexes; each look walks one from one end and stops at a limit. Test orders need nobody. */
export class AttentionStore {
  constructor(private readonly database: Database) {}

  /** Orders that failed since, newest first; `error` is the start of its JSON. */
  async failed(since: number, whose: Whose): Promise<(TroubledOrder & { readonly error: string | null })[]> {
    return this.orders(
      `${COLUMNS}, o.completed_at AS at, substr(o.error, 1, 120) AS error`,
      `error IS NOT NULL AND completed_at >= $1 ORDER BY completed_at DESC`,
      `o.status = 'failed' AND NOT (${IS_UNREACHABLE} AND ${HELD_UP})`,
      [since, ofWhom(whose)],
    );
  }

  /** Orders that expired since, those placed last first. */
  async expired(since: number, whose: Whose): Promise<TroubledOrder[]> {
    return this.orders(
      `${COLUMNS}, o.completed_at AS at`,
      `status = 'expired' ORDER BY created_at DESC`,
      `o.completed_at >= $1 AND NOT ${HELD_UP}`,
      [since, ofWhom(whose)],
    );
  }

  /** Open orders whose deadline may be near, the nearest first; whether it is, `deadline_s` says. */
  async nearDeadline(
    outagesSince: number,
    now: number,
    whose: Whose,
  ): Promise<(TroubledOrder & Pick<OrderRow, 'deadline_s'>)[]> {
    return this.orders(
      `${COLUMNS}, o.deadline_at AS at, o.deadline_s`,
      `completed_at IS NULL AND deadline_at <= $4 ORDER BY deadline_at`,
      `o.deadline_at - $3 <= CASE WHEN o.deadline_s > 9000 THEN o.deadline_s * 100 ELSE 900000 END AND NOT ${HELD_UP}`,
      [outagesSince, ofWhom(whose), now, now + LONGEST_NEAR_MS],
    );
  }

  /** Orders that no seller has taken, and that nothing has moved since; those of paused tools wait for a person already. */
  async notStarted(outagesSince: number, before: number, whose: Whose): Promise<TroubledOrder[]> {
    const of = (status: string) =>
      this.orders<TroubledOrder>(
        `${COLUMNS}, o.updated_at AS at`,
        `status = '${status}' AND created_at <= $3 ORDER BY created_at`,
        `o.updated_at <= $3 AND NOT ${HELD_UP}
           AND NOT EXISTS (SELECT 1 FROM tools t WHERE t.short_id = o.short_id AND t.paused_at IS NOT NULL)`,
        [outagesSince, ofWhom(whose), before],
      );
    return [...(await of('received')), ...(await of('forwarding'))];
  }

  /** Tools with orders that their sellers are at, and since when they are at the oldest of them. */
  async busyTools(whose: Whose): Promise<{ readonly short_id: string; readonly oldest: number }[]> {
    const own =
      whose === null ? '' : 'WHERE EXISTS (SELECT 1 FROM tools t WHERE t.short_id = b.short_id AND t.seller_id = $1)';
    return this.database.read(
      `SELECT b.short_id, b.oldest FROM (SELECT short_id, min(forwarded_at) AS oldest FROM orders
         WHERE completed_at IS NULL AND forwarded_at IS NOT NULL GROUP BY short_id) AS b ${own}`,
      whose === null ? [] : [whose],
    );
  }

  /** What a tool's seller has been at since an instant or longer. */
  async longAt(outagesSince: number, shortId: string, before: number): Promise<TroubledOrder[]> {
    return this.database.read(
      `SELECT ${COLUMNS}, o.forwarded_at AS at FROM orders o WHERE o.completed_at IS NULL AND o.forwarded_at IS NOT NULL
         AND o.short_id = $2 AND o.forwarded_at <= $3 AND o.is_test = 0 AND NOT ${HELD_UP} ORDER BY o.forwarded_at LIMIT ${TOLD}`,
      [outagesSince, shortId, before],
    );
  }

  /** Orders under way whose last check came to `unauthorized` or `unreadable`. */
  async unfit(outagesSince: number, whose: Whose): Promise<(TroubledOrder & { readonly outcome: string })[]> {
    return this.database.read(
      `SELECT ${COLUMNS}, a.started_at AS at, a.outcome FROM (SELECT attempt_id, order_id, run, started_at, outcome FROM attempts
           WHERE outcome IN ('unauthorized', 'unreadable') AND order_id IS NOT NULL ORDER BY attempt_id DESC LIMIT ${WALKED}) AS a
         JOIN orders o ON o.order_id = a.order_id AND o.run = a.run
         WHERE CASE o.status WHEN 'processing' THEN 1 ELSE 0 END = 1 AND o.is_test = 0
           AND ($2 = '' OR o.seller_id = $2) AND NOT ${HELD_UP}
           AND NOT EXISTS (SELECT 1 FROM attempts later WHERE later.order_id = a.order_id AND later.attempt_id > a.attempt_id
             AND later.kind IN ('forward', 'check', 'callback')) LIMIT ${TOLD}`,
      [outagesSince, ofWhom(whose)],
    );
  }

  /** Tools that are paused; `at`: since when. */
  async pausedTools(whose: Whose): Promise<Omit<TroubledOrder, 'order_id'>[]> {
    return this.database.read(
      `SELECT short_id, seller_id, paused_at AS at FROM tools
         WHERE paused_at IS NOT NULL AND deleted_at IS NULL AND ($1 = '' OR seller_id = $1) ORDER BY short_id LIMIT ${TOLD}`,
      [ofWhom(whose)],
    );
  }

  /** Orders that are still to be sent to a tool. */
  async toBeSent(shortId: string): Promise<string[]> {
    const sql = `SELECT subject FROM work WHERE lane = $1 AND kind = 'forward' LIMIT ${TOLD}`;
    return (await this.database.read<{ subject: string }>(sql, [`tool:${shortId}`])).map(({ subject }) => subject);
  }

  /** Messages that were given up, newest first. */
  async deadMessages(): Promise<
    { readonly notification_id: string; readonly destination: string; readonly at: number }[]
  > {
    return this.database.read(
      `SELECT notification_id, destination, created_at AS at FROM notifications WHERE state = 'dead'
         ORDER BY notification_id DESC LIMIT ${TOLD}`,
    );
  }

  /** Work that ended too many processes, with the order that it is of, if it is. */
  async quarantined(
    whose: Whose,
  ): Promise<
    (Pick<WorkRow, 'kind' | 'due_at'> & { [name in 'order_id' | 'short_id' | 'seller_id']: string | null })[]
  > {
    return this.database.read(
      `SELECT w.kind, w.due_at, o.order_id, o.short_id, o.seller_id
         FROM (SELECT kind, subject, due_at FROM work WHERE claim = 3 LIMIT ${TOLD}) AS w
         LEFT JOIN orders o ON o.order_id = w.subject WHERE ($1 = '' OR o.seller_id = $1)`,
      [ofWhom(whose)],
    );
  }

  /** `which`: of the index that is walked, with its order; `fits`: of those, who is told of. `$2`: whose. */
  private async orders<Row>(columns: string, which: string, fits: string, params: readonly SqlValue[]): Promise<Row[]> {
    return this.database.read<Row>(
      `SELECT ${columns} FROM (SELECT ${WALKED_COLUMNS} FROM orders WHERE ${which} LIMIT ${WALKED}) AS o
         WHERE o.is_test = 0 AND ($2 = '' OR o.seller_id = $2) AND ${fits}`,
      params,
    );
  }
}

/** An empty text stands for everybody: Postgres cannot tell the type of a parameter that is only compared to null. */
function ofWhom(whose: Whose): string {
  return whose ?? '';
}
