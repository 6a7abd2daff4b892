import Database from 'better-sqlite3';

export interface TimelineStep {
  readonly order_id: string;
  readonly from_status: string | null;
  readonly to_status: string;
}

/** What a stopped server left in its database. */
export interface Remains {
  readonly integrity: string;
  readonly statuses: { readonly status: string; readonly n: number }[];
  /** Changes of status, oldest first. */
  readonly timeline: TimelineStep[];
  readonly work: unknown[];
  readonly undelivered: unknown[];
}

export function whatRemains(path: string): Remains {
  const database = new Database(path, { readonly: true });
  const all = <Row>(sql: string) => database.prepare(sql).all() as Row[];
  try {
    return {
      integrity: String(database.pragma('integrity_check', { simple: true })),
      statuses: all('SELECT status, count(*) AS n FROM orders GROUP BY status'),
      timeline: all<TimelineStep>(
        `SELECT order_id, from_status, to_status FROM order_events WHERE type = 'status' ORDER BY event_id`,
      ),
      work: all('SELECT kind, subject, due_at, claim FROM work'),
      undelivered: all(`SELECT notification_id, type, state FROM notifications WHERE state IN ('pending', 'dead')`),
    };
  } finally {
    database.close();
  }
}
