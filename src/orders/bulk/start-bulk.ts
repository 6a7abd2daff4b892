import { stringify } from 'safe-stable-stringify';
import type { BulkAction } from '../../domain/bulk.js';
import type { Clock } from '../../domain/clock.js';
import { sha256 } from '../../domain/digest.js';
import { newId } from '../../domain/ids.js';
import { Problem } from '../../domain/problem.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { BulkStore } from '../../storage/bulk-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { BulkRow } from '../../storage/entities/bulk.js';
import { OPERATOR, ownerOf } from '../../work/owners.js';
import type { WorkEngine } from '../../work/work-engine.js';
import type { BulkFilter, Match, MatchOrders } from './match-orders.js';

/** Actions of one seller that may run at once, of all sellers together, and of the operator's people. */
const MOST = { ofSeller: 2, ofSellers: 20, ofOperators: 20 };

export interface BulkRequest {
  readonly action: BulkAction;
  readonly filter: BulkFilter;
}

export interface StartBulkParts {
  readonly bulks: BulkStore;
  readonly match: MatchOrders;
  readonly engine: Pick<WorkEngine, 'enqueue'>;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Begins an action on many orders; the engine goes on with it. */
export class StartBulk {
  constructor(private readonly parts: StartBulkParts) {}

  /** How many orders the action would apply to. 403 where the caller may not do it to any. */
  async count(asker: Asker, request: BulkRequest): Promise<number> {
    return this.parts.match.count(await this.matchOf(asker, request, this.parts.clock.now()));
  }

  /**
   * 403 where the caller may not; 409 `idempotency_conflict` where the key stands for another request; 429 `too_many_bulks`.
   * `created` is false where the key stands for this very request already.
   */
  async start(asker: Asker, request: BulkRequest, key: string | null): Promise<{ bulk: BulkRow; created: boolean }> {
    const now = this.parts.clock.now();
    const matched = await this.parts.match.count(await this.matchOf(asker, request, now));
    const owner = ownerOf(asker.caller);
    return this.parts.unit.run(async (tx) => {
      const known = key === null ? null : await this.parts.bulks.byKey(tx, owner, key);
      if (known !== null) return { bulk: sameOrConflict(known, request), created: false };
      await this.leaveRoom(tx, owner);
      const bulkId = newId('blk');
      await this.parts.bulks.insert(tx, {
        ...{ bulk_id: bulkId, owner, token_id: asker.caller.tokenId, actor: asker.caller.name, idempotency_key: key },
        ...{ request_hash: hashOf(request), action: request.action, filter: JSON.stringify(request.filter) },
        ...{ status: 'running', matched, created_at: now },
      });
      await this.parts.engine.enqueue(tx, workOf(bulkId, now));
      await this.parts.audit.record(tx, asker.caller, 'bulk.started', bulkId, { ...request, matched }, asker.requestId);
      return { bulk: (await this.parts.bulks.get(tx, bulkId))!, created: true };
    });
  }

  private matchOf({ caller }: Asker, { action, filter }: BulkRequest, until: number): Promise<Match | null> {
    if (caller.role === 'seller' && action !== 'check')
      throw new Problem(403, 'forbidden', `A seller may check its orders; ask the operator to ${action} them.`);
    return this.parts.match.of({ action, filter, sellerId: caller.sellerId, until });
  }

  private async leaveRoom(tx: Tx, owner: string): Promise<void> {
    const { bulks } = this.parts;
    const own = await bulks.running(tx, owner, 'own');
    const isFull =
      owner === OPERATOR
        ? own >= MOST.ofOperators
        : own >= MOST.ofSeller || (await bulks.running(tx, OPERATOR, 'others')) >= MOST.ofSellers;
    if (!isFull) return;
    const message = 'Too many actions on many orders are running: wait for one to end, and ask again.';
    throw new Problem(429, 'too_many_bulks', message, [], { 'Retry-After': '10' });
  }
}

function workOf(bulkId: string, dueAt: number) {
  return {
    ...{ kind: 'bulk', subject: bulkId, lane: `bulk:${bulkId}`, lane_limit: 1, origin: '', run: 1 },
    ...{ due_at: dueAt, by_sweep: 0, state: '{}' },
  };
}

function hashOf(request: BulkRequest): string {
  return sha256(stringify({ action: request.action, filter: request.filter }) ?? '');
}

function sameOrConflict(known: BulkRow, request: BulkRequest): BulkRow {
  if (known.request_hash === hashOf(request)) return known;
  const message = 'This Idempotency-Key stands for another action: use a new key.';
  throw new Problem(409, 'idempotency_conflict', message);
}
