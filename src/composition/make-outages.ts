import type { Clock } from '../domain/clock.js';
import { AttentionController } from '../http/attention.controller.js';
import { OutagesController } from '../http/outages.controller.js';
import { OutageTroubles } from '../orders/attention/outage-troubles.js';
import { ReadAttention } from '../orders/attention/read-attention.js';
import { SlowOrders } from '../orders/attention/slow-orders.js';
import { MendOrder } from '../orders/outages/mend-order.js';
import { ReadOutages } from '../orders/outages/read-outages.js';
import { ReplayOutage } from '../orders/outages/replay-outage.js';
import { ReplayOutages } from '../orders/outages/replay-outages.js';
import type { AuditLog } from '../storage/audit-log.js';
import { AttentionStore } from '../storage/attention-store.js';
import type { Database } from '../storage/database/database.js';
import { DurationStore } from '../storage/duration-store.js';
import { OutageReplayStore } from '../storage/outage-replay-store.js';
import { OutageStore } from '../storage/outage-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { OrdersRoom } from './make-orders.js';

export interface OutagesNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly orders: Pick<OrdersRoom, 'orders' | 'change' | 'retry'>;
}

/** What needs a person, outages among it, and what is done about them; put together. */
export function makeOutages({ database, clock, engine, audit, orders: room }: OutagesNeeds) {
  const { unit } = database;
  const outages = new OutageStore(database);
  const replays = new OutageReplayStore(database);
  const store = new AttentionStore(database);
  const attention = new ReadAttention({
    ...{ store, clock, outages: new OutageTroubles(replays, clock) },
    slow: new SlowOrders(store, new DurationStore(database)),
  });
  const read = new ReadOutages(outages);
  const mend = new MendOrder({ ...room, replays, engine, unit, clock });
  return {
    handlers: [new ReplayOutage({ outages, replays, mend, engine, unit, clock })],
    controllers: [AttentionController, OutagesController],
    providers: [
      { provide: ReadOutages, useValue: read },
      { provide: ReplayOutages, useValue: new ReplayOutages({ read, outages, replays, engine, unit, audit, clock }) },
      { provide: ReadAttention, useValue: attention },
    ],
  };
}
