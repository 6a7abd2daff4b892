import type { Database } from './database/database.js';
import type { WorkRow } from './entities/work.js';

/** Rows that one look counts at most: what is beyond is told as this many. */
export const MOST_COUNTED = 10_000;
/** Counted once a minute at most. */
const MOST_FILES_COUNTED = 100_000;
/** The oldest due rows that are looked at for one that is not of a test order. */
const OLDEST_LOOKED_AT = 500;
/** The newest delivered messages that are looked at. */
const NEWEST_LOOKED_AT = 1_000;
const OPEN = ['received', 'forwarding', 'processing'] as const;
type OpenStatus = (typeof OPEN)[number];

/** Due work of one kind that nobody has taken, or that was set aside. */
export interface DueWork {
  readonly kind: string;
  readonly count: number;
  /** When the oldest of it was due, epoch milliseconds. */
  readonly oldestDueAt: number;
}

interface CountedRow {
  readonly kind: string;
  readonly n: number;
  readonly oldest: number;
}

/** How things stand, for metrics and alerts: each look walks an index from one end and stops at a limit. */
export class StateStore {
  constructor(private readonly database: Database) {}

  /** Due work by kind: the oldest that nobody has taken, and what was set aside behind a full lane. */
  async dueWork(now: number): Promise<DueWork[]> {
    const untaken = await this.database.read<CountedRow>(
      `SELECT kind, count(*) AS n, min(due_at) AS oldest FROM
         (SELECT kind, due_at FROM work WHERE claim = 0 AND due_at <= $1 ORDER BY due_at, work_id LIMIT $2) AS due GROUP BY kind`,
      [now, MOST_COUNTED],
    );
    const aside = await this.database.read<CountedRow>(
      `SELECT kind, count(*) AS n, min(due_at) AS oldest FROM
         (SELECT kind, due_at FROM work WHERE claim = 2 LIMIT $1) AS aside GROUP BY kind`,
      [MOST_COUNTED],
    );
    return [...untaken, ...aside].map(({ kind, n, oldest }) => ({
      kind,
      count: Number(n),
      oldestDueAt: Number(oldest),
    }));
  }

  /** When the oldest work was due that nobody has taken, test orders aside; null where there is none among the oldest. */
  async oldestUntaken(now: number): Promise<number | null> {
    const [row] = await this.database.read<{ oldest: number | null }>(
      `SELECT min(due.due_at) AS oldest FROM
         (SELECT kind, subject, due_at FROM work WHERE claim = 0 AND due_at <= $1 ORDER BY due_at, work_id LIMIT $2) AS due
         LEFT JOIN orders ON orders.order_id = due.subject WHERE orders.order_id IS NULL OR orders.is_test = 0`,
      [now, OLDEST_LOOKED_AT],
    );
    return row?.oldest == null ? null : Number(row.oldest);
  }

  /** Whether this work is done for a test order. */
  async isOfTestOrder({ subject }: Pick<WorkRow, 'subject'>): Promise<boolean> {
    const [row] = await this.database.read<{ is_test: number }>('SELECT is_test FROM orders WHERE order_id = $1', [
      subject,
    ]);
    return row?.is_test === 1;
  }

  /** How many orders are in each status that is not final, `MOST_COUNTED` of each at most. */
  async countOpenOrders(): Promise<Record<OpenStatus, number>> {
    const counts = OPEN.map(async (status) => {
      const [row] = await this.database.read<{ n: number }>(
        'SELECT count(*) AS n FROM (SELECT order_id FROM orders WHERE status = $1 LIMIT $2) AS those',
        [status, MOST_COUNTED],
      );
      return [status, Number(row?.n ?? 0)] as const;
    });
    return Object.fromEntries(await Promise.all(counts)) as Record<OpenStatus, number>;
  }

  /** How much work is in quarantine, `MOST_COUNTED` at most. */
  async countQuarantined(): Promise<number> {
    const [row] = await this.database.read<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT work_id FROM work WHERE claim = 3 LIMIT $1) AS those',
      [MOST_COUNTED],
    );
    return Number(row?.n ?? 0);
  }

  /** How much work there is that nobody has taken, due or not, `MOST_COUNTED` at most. */
  async countWaiting(): Promise<number> {
    const [row] = await this.database.read<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT work_id FROM work WHERE claim = 0 LIMIT $1) AS those',
      [MOST_COUNTED],
    );
    return Number(row?.n ?? 0);
  }

  /** How large the database is, and how many result files there are, `MOST_FILES_COUNTED` at most. */
  async size(): Promise<{ readonly database_bytes: number; readonly files: number }> {
    const size =
      this.database.kind === 'postgres'
        ? 'SELECT pg_database_size(current_database()) AS bytes'
        : 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()';
    const [database] = await this.database.read<{ bytes: number }>(size);
    const [files] = await this.database.read<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT 1 FROM result_files WHERE state = 1 LIMIT $1) AS those',
      [MOST_FILES_COUNTED],
    );
    return { database_bytes: Number(database?.bytes ?? 0), files: Number(files?.n ?? 0) };
  }

  /** Whether any work of a kind is in quarantine. */
  async isInQuarantine(kind: string): Promise<boolean> {
    const sql = 'SELECT work_id FROM work WHERE claim = 3 AND kind = $1 LIMIT 1';
    return (await this.database.read(sql, [kind])).length > 0;
  }

  /** How many messages are in a state, `MOST_COUNTED` at most. */
  async countMessages(state: 'pending' | 'dead'): Promise<number> {
    const [row] = await this.database.read<{ n: number }>(
      'SELECT count(*) AS n FROM (SELECT notification_id FROM notifications WHERE state = $1 LIMIT $2) AS those',
      [state, MOST_COUNTED],
    );
    return Number(row?.n ?? 0);
  }

  /** When the last of the newest messages was delivered to a destination; null where none of them went there. */
  async lastDelivered(destination: string): Promise<number | null> {
    const [row] = await this.database.read<{ at: number | null }>(
      `SELECT max(done_at) AS at FROM
         (SELECT destination, done_at FROM notifications WHERE state = 'delivered' ORDER BY notification_id DESC LIMIT $2) AS newest
         WHERE destination = $1`,
      [destination, NEWEST_LOOKED_AT],
    );
    return row?.at == null ? null : Number(row.at);
  }
}
