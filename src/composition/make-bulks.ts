import { ADMIN_TOKEN_ID } from '../accounts/authenticate.js';
import type { Clock } from '../domain/clock.js';
import { Bulks } from '../orders/bulk/bulks.js';
import { MatchOrders } from '../orders/bulk/match-orders.js';
import { RunBulk } from '../orders/bulk/run-bulk.js';
import { StartBulk } from '../orders/bulk/start-bulk.js';
import type { AuditLog } from '../storage/audit-log.js';
import { BulkStore } from '../storage/bulk-store.js';
import type { Database } from '../storage/database/database.js';
import { OrderListQuery } from '../storage/order-list-query.js';
import { TokenStore } from '../storage/token-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { OrdersRoom } from './make-orders.js';

export interface BulksNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly orders: OrdersRoom;
  readonly broke: (what: string, error: unknown) => void;
}

/** Actions on many orders, put together. */
export function makeBulks({ database, clock, engine, audit, orders, broke }: BulksNeeds) {
  const { unit } = database;
  const bulks = new BulkStore(database);
  const match = new MatchOrders(new OrderListQuery(database));
  const tokens = new TokenStore(database);
  const act = {
    check: (orderId: string) => orders.checkNow.check(orderId),
    retry: (orderId: string, actor: string) => orders.retry.retry(orderId, actor),
    cancel: (orderId: string, actor: string) => orders.cancel.cancel(orderId, actor),
  };
  const tokenStands = async (id: string) => id === ADMIN_TOKEN_ID || (await tokens.find(id)) !== null;
  return {
    service: new Bulks(bulks, new StartBulk({ bulks, match, engine, unit, audit, clock })),
    handlers: [new RunBulk({ bulks, match, orders: orders.orders, act, tokenStands, engine, unit, clock, broke })],
  };
}
