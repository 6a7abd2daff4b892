import type { Clock } from '../domain/clock.js';
import { originOf } from '../domain/url-rules.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { OpenOutage, OutageStore } from '../storage/outage-store.js';
import type { ToolStore } from '../storage/tool-store.js';

export interface EndOutagesParts {
  readonly store: OutageStore;
  readonly tools: Pick<ToolStore, 'livingOf'>;
  readonly clock: Clock;
  /** Told once it is committed that some have ended. */
  readonly ended: () => void;
}

/** Outages of places that nobody is called at any more: no good answer will come from there. */
export class EndOutages {
  constructor(private readonly parts: EndOutagesParts) {}

  /** After a tool was moved or deleted, in the same transaction. */
  async ofTool(tx: Tx, tool: Pick<ToolRow, 'short_id' | 'seller_id'>): Promise<void> {
    const { store, tools, clock, ended } = this.parts;
    const open = (await store.openOf(tx, tool.seller_id)).filter((one) => ['', tool.short_id].includes(one.short_id));
    if (open.length === 0) return;
    const living = await tools.livingOf(tx, tool.seller_id);
    const over = open.filter((outage) => !living.some((one) => isCalledAt(one, outage)));
    for (const { outage_id } of over) await store.end(tx, outage_id, clock.now());
    if (over.length > 0) tx.afterCommit(ended);
  }
}

function isCalledAt(tool: ToolRow, outage: OpenOutage): boolean {
  if (outage.short_id !== '' && outage.short_id !== tool.short_id) return false;
  const urls = [tool.job_url, tool.status_url, tool.status_batch_url];
  return urls.some((url) => url !== null && originOf(url) === outage.origin);
}
