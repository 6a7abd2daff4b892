import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { NotificationRow } from './entities/notification.js';

export const NOTIFICATION_STATES = ['pending', 'delivered', 'dead'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** Messages to the marketplace, the operator and sellers: frozen when caused, sent in order within their stream. */
export class NotificationStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, n: NotificationRow): Promise<void> {
    await tx.run(
      `INSERT INTO notifications (notification_id, destination, stream, type, order_id, url, body, state, tries, created_at, next_at, done_at, last_error)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[n.notification_id, n.destination, n.stream, n.type, n.order_id, n.url, n.body, n.state, n.tries],
        ...[n.created_at, n.next_at, n.done_at, n.last_error],
      ],
    );
  }

  /** The oldest message of a stream that is still to be sent. */
  async head(tx: Tx, stream: string): Promise<NotificationRow | null> {
    const [row] = await tx.query<NotificationRow>(
      `SELECT * FROM notifications WHERE stream = $1 AND state = 'pending' ORDER BY notification_id LIMIT 1`,
      [stream],
    );
    return row ?? null;
  }

  /** Its last message that is still to be sent. */
  async lastPending(tx: Tx, stream: string): Promise<string | null> {
    const sql = `SELECT notification_id FROM notifications WHERE stream = $1 AND state = 'pending' ORDER BY notification_id DESC LIMIT 1`;
    const [row] = await tx.query<Pick<NotificationRow, 'notification_id'>>(sql, [stream]);
    return row?.notification_id ?? null;
  }

  /** Takes a stream's work for this transaction, also where it is under way: it does not end before it sees what is added. False where it has none. */
  async holdWork(tx: Tx, stream: string): Promise<boolean> {
    const sql = `UPDATE work SET due_at = due_at WHERE kind = 'notify' AND subject = $1`;
    return (await tx.run(sql, [stream])) > 0;
  }

  /** The message as this transaction sees it. */
  async get(tx: Tx, id: string): Promise<NotificationRow | null> {
    const [row] = await tx.query<NotificationRow>('SELECT * FROM notifications WHERE notification_id = $1', [id]);
    return row ?? null;
  }

  async find(id: string): Promise<NotificationRow | null> {
    const [row] = await this.database.read<NotificationRow>('SELECT * FROM notifications WHERE notification_id = $1', [
      id,
    ]);
    return row ?? null;
  }

  /** The head of a stream, as committed. */
  async peekHead(stream: string): Promise<NotificationRow | null> {
    const [row] = await this.database.read<NotificationRow>(
      `SELECT * FROM notifications WHERE stream = $1 AND state = 'pending' ORDER BY notification_id LIMIT 1`,
      [stream],
    );
    return row ?? null;
  }

  /** Takes pending messages of one type out of a stream; answers the instant the oldest of them was to be sent at. */
  async dropPending(tx: Tx, stream: string, type: string): Promise<number | null> {
    const rows = await tx.query<{ next_at: number }>(
      `DELETE FROM notifications WHERE stream = $1 AND type = $2 AND state = 'pending' RETURNING next_at`,
      [stream, type],
    );
    return rows.length === 0 ? null : Math.min(...rows.map((row) => row.next_at));
  }

  async update(
    tx: Tx,
    id: string,
    change: Pick<NotificationRow, 'state' | 'tries' | 'next_at' | 'done_at' | 'last_error'>,
  ): Promise<number> {
    return tx.run(
      'UPDATE notifications SET state = $2, tries = $3, next_at = $4, done_at = $5, last_error = $6 WHERE notification_id = $1',
      [id, change.state, change.tries, change.next_at, change.done_at, change.last_error],
    );
  }

  async list(state: NotificationState | null, limit: number, before: string | null): Promise<NotificationRow[]> {
    if (state === null)
      return this.database.read(
        'SELECT * FROM notifications WHERE notification_id < $1 ORDER BY notification_id DESC LIMIT $2',
        [before ?? 'o', limit],
      );
    return this.database.read(
      'SELECT * FROM notifications WHERE state = $1 AND notification_id < $2 ORDER BY notification_id DESC LIMIT $3',
      [state, before ?? 'o', limit],
    );
  }

  /** Forgets what an erased order's messages said. */
  async erase(tx: Tx, orderId: string): Promise<void> {
    await tx.run(`UPDATE notifications SET body = '' WHERE order_id = $1`, [orderId]);
    await tx.run(`DELETE FROM notifications WHERE order_id = $1 AND state = 'pending'`, [orderId]);
  }
}
