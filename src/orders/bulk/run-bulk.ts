import type { BulkAction } from '../../domain/bulk.js';
import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import type { BulkStore, BulkTally } from '../../storage/bulk-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { BulkRow } from '../../storage/entities/bulk.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { ListedOrder, OrderPlace } from '../../storage/order-list-query.js';
import type { OrderStore, WholeOrder } from '../../storage/order-store.js';
import { findStorageTrouble } from '../../telemetry/storage-trouble.js';
import { sellerOf } from '../../work/owners.js';
import type { WorkEngine } from '../../work/work-engine.js';
import type { AttemptReport, WorkHandler } from '../../work/work-kinds.js';
import type { BulkFilter, Match, MatchOrders } from './match-orders.js';

/** Orders of one turn: then others' work has its own, and a process that stops need not wait long. */
const ORDERS_A_TURN = 50;
/** Problems that are kept: enough to see what is wrong. */
const MOST_PROBLEMS = 20;

export interface RunBulkParts {
  readonly bulks: BulkStore;
  readonly match: MatchOrders;
  readonly orders: OrderStore;
  readonly act: Readonly<Record<BulkAction, (orderId: string, actor: string) => Promise<WholeOrder>>>;
  /** Whether a token is there still. */
  readonly tokenStands: (tokenId: string) => Promise<boolean>;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** Our own fault. */
  readonly broke: (what: string, error: unknown) => void;
}

/**
 * One turn of an action on many orders: the next of its walk, each in a transaction that also notes how far the walk has come, so
 * that none is dealt with twice, whatever ends the process. Nobody is called.
 */
export class RunBulk implements WorkHandler<never> {
  readonly kind = 'bulk';

  constructor(private readonly parts: RunBulkParts) {}

  async prepare(work: WorkRow): Promise<null> {
    const bulk = await this.parts.bulks.find(work.subject);
    if (!bulk || bulk.status !== 'running') return this.end(work, 'done');
    if (!(await this.parts.tokenStands(bulk.token_id))) return this.end(work, 'stopped');
    const match = await this.parts.match.of(askOf(bulk));
    return match === null ? this.end(work, 'done') : this.turn(work, bulk, match);
  }

  settle(): Promise<AttemptReport> {
    throw new Error('An action on many orders calls nobody, so that there is nothing to settle.');
  }

  settlesAborted(): boolean {
    return false;
  }

  private async turn(work: WorkRow, begun: BulkRow, match: Match): Promise<null> {
    const place = begun.place === null ? null : (JSON.parse(begun.place) as OrderPlace);
    const { rows, next } = await this.parts.match.page(match, place, ORDERS_A_TURN);
    let bulk: BulkRow | null = begun;
    for (const order of rows) {
      bulk = await this.one(work, bulk, order);
      // Another process has it, and goes on where this one came to.
      if (bulk === null) return null;
    }
    return next === null ? this.end(work, 'done') : this.goOn(work, bulk, next);
  }

  /** The bulk as it is after one order; null where its work is with another process. */
  private async one(work: WorkRow, bulk: BulkRow, order: ListedOrder): Promise<BulkRow | null> {
    try {
      return await this.parts.unit.run(async (tx) => {
        if (!(await this.parts.engine.gotOn(tx, work))) return null;
        await this.refuseLater(tx, bulk, order);
        await this.parts.act[bulk.action as BulkAction](order.order_id, bulk.actor);
        return this.note(tx, bulk, order, 'changed', null);
      });
    } catch (error) {
      if (findStorageTrouble(error) !== null) throw error;
      const isRefusal = error instanceof Problem;
      if (!isRefusal) this.parts.broke(`the ${bulk.action} of order ${order.order_id}`, error);
      const message = isRefusal ? error.message : 'Roundtrip itself failed on it: see its log.';
      return this.parts.unit.run(async (tx) =>
        (await this.parts.engine.gotOn(tx, work))
          ? this.note(tx, bulk, order, isRefusal ? 'skipped' : 'failed', message)
          : null,
      );
    }
  }

  /** What ended after the action was asked for is none of what its caller saw: two retries at once send no order twice. */
  private async refuseLater(tx: Tx, bulk: BulkRow, { order_id, run }: ListedOrder): Promise<void> {
    const order = await this.parts.orders.get(tx, order_id);
    const isLater = order && (order.run !== run || (order.completed_at ?? 0) > bulk.created_at);
    if (isLater) throw new Problem(409, 'wrong_state', 'It changed after this action was asked for.');
  }

  private async note(
    tx: Tx,
    bulk: BulkRow,
    { created_at, order_id }: ListedOrder,
    tally: BulkTally,
    message: string | null,
  ): Promise<BulkRow> {
    const place = JSON.stringify({ created_at, order_id });
    const known = JSON.parse(bulk.problems) as object[];
    const grows = message !== null && known.length < MOST_PROBLEMS;
    const problems = grows ? JSON.stringify([...known, { order_id, message }]) : bulk.problems;
    if (!(await this.parts.bulks.step(tx, bulk, { tally, at: place, problems })))
      throw new Error('An action on many orders moved on under its own transaction.');
    return { ...bulk, place, problems };
  }

  /** The next turn begins behind what this one passed. */
  private async goOn(work: WorkRow, bulk: BulkRow, next: OrderPlace): Promise<null> {
    const { engine, bulks, unit, clock } = this.parts;
    await unit.run(async (tx) => {
      if (!(await engine.reschedule(tx, work, { dueAt: clock.now(), state: work.state }))) return;
      await bulks.skipTo(tx, bulk, JSON.stringify({ created_at: next.created_at, order_id: next.order_id }));
    });
    return null;
  }

  private async end(work: WorkRow, status: 'done' | 'stopped'): Promise<null> {
    const { engine, bulks, unit, clock } = this.parts;
    await unit.run(async (tx) => {
      if (await engine.finish(tx, work)) await bulks.end(tx, work.subject, status, clock.now());
    });
    return null;
  }
}

function askOf({ action, filter, owner, created_at }: BulkRow) {
  return {
    action: action as BulkAction,
    filter: JSON.parse(filter) as BulkFilter,
    sellerId: sellerOf(owner),
    until: created_at,
  };
}
