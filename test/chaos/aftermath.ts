import pg from 'pg';

export interface OrderLeft {
  readonly order_id: string;
  readonly status: string;
  readonly result: string | null;
  readonly error: string | null;
}

export interface StepLeft {
  readonly order_id: string;
  readonly from_status: string | null;
  readonly to_status: string;
}

/** What a campaign left in its database. */
export interface Aftermath {
  readonly orders: OrderLeft[];
  /** Changes of status in the order of their events. */
  readonly timeline: StepLeft[];
  readonly notifications: { readonly order_id: string; readonly type: string; readonly state: string }[];
  /** Numbers that two calls bear, both of which were made: one by a process that stood still, one by that which took over from it. */
  readonly twice: unknown[];
  readonly attempts: { readonly kind: string; readonly outcome: string; readonly n: number }[];
  /** Rows of work and jobs of the queue that do not fit together. */
  readonly apart: unknown[];
  readonly quarantined: number;
}

/** A row without its job, a job without its row, and where both are there and nobody holds them: two instants more than two seconds apart. */
const APART = `SELECT w.work_id, w.kind, w.claim, w.due_at, j.id, j.name, j.state, j.start_after
  FROM work w FULL JOIN pgboss.job j ON j.id = CAST(substr(w.work_id, 5) AS uuid)
  WHERE (j.name IN ('urgent', 'checks') OR j.name IS NULL) AND (w.work_id IS NULL OR j.id IS NULL
    OR (w.claim = 0 AND j.state < 'active' AND w.due_at > extract(epoch FROM clock_timestamp()) * 1000 + 60000
        AND abs(extract(epoch FROM j.start_after) * 1000 - w.due_at) > 2000))`;

/** A forward that the seller was found not to have taken goes again, once, and counts from one. */
const SENT_ANEW = `SELECT order_id FROM attempts WHERE kind = 'forward' AND outcome = 'unconfirmed'`;

export class AftermathReader {
  constructor(private readonly url: string) {}

  /** What is still open, in words; empty where nothing is. Work that is due in more than ten minutes is not counted. */
  async open(): Promise<string> {
    const [row] = await this.ask<Record<string, number>>(`SELECT
      (SELECT count(*)::int FROM orders WHERE completed_at IS NULL) AS orders,
      (SELECT count(*)::int FROM notifications WHERE state = 'pending') AS notifications,
      (SELECT count(*)::int FROM work WHERE due_at < extract(epoch FROM clock_timestamp()) * 1000 + 600000) AS work`);
    const left = Object.entries(row ?? {}).filter(([, n]) => n > 0);
    return left.map(([what, n]) => `${n} ${what}`).join(', ');
  }

  /** What is not over, one by one, for whoever looks for the cause. */
  async stuck(): Promise<unknown[]> {
    return this
      .ask(`SELECT w.kind, w.subject, w.claim, w.attempt, w.taken, w.tries, w.due_at, o.status, j.state, j.start_after, j.started_on
      FROM work w LEFT JOIN orders o ON o.order_id = w.subject LEFT JOIN pgboss.job j ON j.id = CAST(substr(w.work_id, 5) AS uuid)
      WHERE w.kind <> 'job' ORDER BY w.due_at LIMIT 20`);
  }

  async apart(): Promise<unknown[]> {
    return this.ask(APART);
  }

  async read(): Promise<Aftermath> {
    const [quarantined] = await this.ask<{ n: number }>('SELECT count(*)::int AS n FROM work WHERE claim = 3');
    return {
      orders: await this.ask('SELECT order_id, status, result, error FROM orders'),
      timeline: await this.ask(
        `SELECT order_id, from_status, to_status FROM order_events WHERE type = 'status' ORDER BY event_id`,
      ),
      notifications: await this.ask('SELECT order_id, type, state FROM notifications'),
      twice: await this
        .ask(`SELECT kind, order_id, notification_id, run, attempt_num, count(*)::int AS n, string_agg(outcome || ' ' || started_at || ' ' || attempt_id, ', ') AS outcomes FROM attempts
        WHERE kind IN ('forward', 'check', 'notify') AND NOT (kind = 'forward' AND order_id IN (${SENT_ANEW})) GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1`),
      attempts: await this.ask(
        'SELECT kind, outcome, sum(repeated)::int AS n FROM attempts GROUP BY 1, 2 ORDER BY 1, 2',
      ),
      apart: await this.apart(),
      quarantined: quarantined?.n ?? 0,
    };
  }

  private async ask<Row>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    return (await client.query(sql).finally(() => client.end())).rows as Row[];
  }
}
