import { Problem } from '../../domain/problem.js';
import type { Asker } from '../../storage/audit-log.js';
import type { BulkStore } from '../../storage/bulk-store.js';
import { mayKnowOf, ownerOf } from '../../work/owners.js';
import { bulkView, type BulkView } from './bulk-view.js';
import type { BulkRequest, StartBulk } from './start-bulk.js';

/** What an action comes to before and as it begins. */
export interface BegunBulk {
  readonly bulk_id: string | null;
  readonly action: string;
  readonly matched: number;
}

/** Actions on many orders; a seller knows of its own. */
export class Bulks {
  constructor(
    private readonly bulks: BulkStore,
    private readonly starting: StartBulk,
  ) {}

  /** How many orders it would apply to; nothing happens. */
  async dryRun(asker: Asker, request: BulkRequest): Promise<BegunBulk> {
    return { bulk_id: null, action: request.action, matched: await this.starting.count(asker, request) };
  }

  async start(asker: Asker, request: BulkRequest, key: string | null): Promise<BegunBulk & { created: boolean }> {
    const { bulk, created } = await this.starting.start(asker, request, key);
    return { bulk_id: bulk.bulk_id, action: bulk.action, matched: bulk.matched, created };
  }

  async get({ caller }: Asker, bulkId: string): Promise<BulkView> {
    const row = await this.bulks.find(bulkId);
    if (!row || !mayKnowOf(caller, row.owner)) throw Problem.notFound('bulk action');
    return bulkView(row);
  }

  /** Newest first. */
  async list({ caller }: Asker, limit: number, before: string | null): Promise<BulkView[]> {
    const owner = caller.role === 'seller' ? ownerOf(caller) : null;
    return (await this.bulks.list(owner, limit, before)).map(bulkView);
  }
}
