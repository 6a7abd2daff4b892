import type { OutageReading } from '../../storage/outage-store.js';

/** An outage as the API tells it; times are ISO-8601 UTC. */
export interface OutageView {
  readonly outage_id: string;
  readonly seller_id: string;
  /** Null where all that the seller has at the origin could not be reached. */
  readonly short_id: string | null;
  readonly origin: string;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  readonly forwards: number;
  readonly checks: number;
  readonly callbacks: number;
  readonly orders: number;
  readonly error: string | null;
  readonly replayed_at: string | null;
}

export function outageView(row: OutageReading): OutageView {
  const { outage_id, seller_id, origin, forwards, checks, callbacks, orders, error } = row;
  return {
    ...{ outage_id, seller_id, short_id: row.short_id === '' ? null : row.short_id, origin },
    ...{ from: new Date(row.began_at).toISOString(), to: timeOf(row.ended_at) },
    ...{ forwards, checks, callbacks, orders, error, replayed_at: timeOf(row.replayed_at) },
  };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
