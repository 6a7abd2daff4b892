import { newId, newIdAfter } from '../domain/ids.js';
import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { OrderEventRow } from './entities/order-history.js';

/** Which event there is, and whom it concerns. */
export type EventPlace = Pick<OrderEventRow, 'event_id' | 'order_id' | 'seller_id'>;

/**
 * An order's timeline: every change with its cause. Rows are only added; ids sort by age, those of one order always. Where processes
 * share the database, an event of another order may be committed after one of a later id.
 */
export class EventStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, e: Omit<OrderEventRow, 'event_id'>): Promise<string> {
    const eventId = await this.idFor(tx, e.order_id);
    await tx.run(
      `INSERT INTO order_events (event_id, order_id, seller_id, run, at, type, from_status, to_status, progress, message,
         cause_kind, cause_attempt_id, cause_actor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[eventId, e.order_id, e.seller_id, e.run, e.at, e.type, e.from_status, e.to_status, e.progress, e.message],
        ...[e.cause_kind, e.cause_attempt_id, e.cause_actor],
      ],
    );
    return eventId;
  }

  /** Another process, whose clock is some milliseconds ahead, may have written the event before; the order is taken by now. */
  private async idFor(tx: Tx, orderId: string): Promise<string> {
    if (this.database.kind === 'sqlite') return newId('evt');
    const sql = 'SELECT event_id FROM order_events WHERE order_id = $1 ORDER BY event_id DESC LIMIT 1';
    const [before] = await tx.query<Pick<OrderEventRow, 'event_id'>>(sql, [orderId]);
    return newIdAfter('evt', before?.event_id ?? '');
  }

  /** Events after a given one, of all orders, oldest first: which they are. */
  async placesAfter(eventId: string, limit: number): Promise<EventPlace[]> {
    const sql = 'SELECT event_id, order_id, seller_id FROM order_events WHERE event_id > $1 ORDER BY event_id LIMIT $2';
    return this.database.read<EventPlace>(sql, [eventId, limit]);
  }

  async find(eventId: string): Promise<OrderEventRow | null> {
    const [row] = await this.database.read<OrderEventRow>('SELECT * FROM order_events WHERE event_id = $1', [eventId]);
    return row ?? null;
  }

  /** Events after a given one, oldest first: of one order, or of all. */
  async after(eventId: string, orderId: string | null, limit: number): Promise<OrderEventRow[]> {
    if (orderId === null)
      return this.database.read('SELECT * FROM order_events WHERE event_id > $1 ORDER BY event_id LIMIT $2', [
        eventId,
        limit,
      ]);
    return this.database.read(
      'SELECT * FROM order_events WHERE order_id = $1 AND event_id > $2 ORDER BY event_id LIMIT $3',
      [orderId, eventId, limit],
    );
  }

  /** Events after a given one, oldest first, of all orders of a seller. */
  async afterOfSeller(eventId: string, sellerId: string, limit: number): Promise<OrderEventRow[]> {
    return this.database.read(
      'SELECT * FROM order_events WHERE seller_id = $1 AND event_id > $2 ORDER BY event_id LIMIT $3',
      [sellerId, eventId, limit],
    );
  }

  async newestId(): Promise<string> {
    const [row] = await this.database.read<{ event_id: string }>(
      'SELECT event_id FROM order_events ORDER BY event_id DESC LIMIT 1',
    );
    return row?.event_id ?? '';
  }
}
