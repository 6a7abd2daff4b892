import type { Database } from './database/database.js';
import type { EndedPlace } from './old-calls-store.js';

/** Finds orders that ended long ago and have not been erased; not those of which the marketplace is still to be told something. */
export class OldOrdersStore {
  constructor(private readonly database: Database) {}

  /** The first behind `after` that ended before an instant; null where there is none. */
  async nextToErase(before: number, after: EndedPlace): Promise<EndedPlace | null> {
    const [row] = await this.database.read<EndedPlace>(
      `SELECT order_id AS id, completed_at AS at FROM orders WHERE completed_at IS NOT NULL AND erased_at IS NULL
         AND completed_at < $3 AND (completed_at, order_id) > ($1, $2)
         AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.order_id = orders.order_id AND n.state = 'pending')
       ORDER BY completed_at, order_id LIMIT 1`,
      [after.at, after.id, before],
    );
    return row ?? null;
  }
}
