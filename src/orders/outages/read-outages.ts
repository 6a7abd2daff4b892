import { mayKnow, type Caller } from '../../domain/caller.js';
import { Problem } from '../../domain/problem.js';
import type { OutageReading, OutageStore } from '../../storage/outage-store.js';

/** What a caller asks of the list; what is left out is not asked for. */
export interface OutageAsk {
  readonly sellerId?: string | undefined;
  readonly shortId?: string | undefined;
}

/** Outages, as people and sellers read them; a seller finds its own. */
export class ReadOutages {
  constructor(private readonly outages: OutageStore) {}

  /** Newest first; `before` is the last outage_id of the page before. */
  async list(caller: Caller, ask: OutageAsk, limit: number, before: string | null): Promise<OutageReading[]> {
    const own = caller.role === 'seller' ? caller.sellerId : null;
    if (own !== null && (ask.sellerId ?? own) !== own) return [];
    return this.outages.list({ sellerId: own ?? ask.sellerId ?? null, shortId: ask.shortId ?? null }, limit, before);
  }

  /** 404 also for another seller's. */
  async find(caller: Caller, outageId: string): Promise<OutageReading> {
    const row = await this.outages.find(outageId);
    if (!row || !mayKnow(caller, row.seller_id)) throw Problem.notFound('outage');
    return row;
  }
}
