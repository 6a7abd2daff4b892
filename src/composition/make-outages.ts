import type { Clock } from '../domain/clock.js';
import { AttentionController } from '../http/attention.controller.js';
import { OutagesController } from '../http/outages.controller.js';
import { OutageTroubles } from '../orders/attention/outage-troubles.js';
import { ReadAttention } from '../orders/attention/read-attention.js';
import { SlowOrders } from '../orders/attention/slow-orders.js';
import { ReadOutages } from '../orders/outages/read-outages.js';
import { AttentionStore } from '../storage/attention-store.js';
import type { Database } from '../storage/database/database.js';
import { DurationStore } from '../storage/duration-store.js';
import { OutageReplayStore } from '../storage/outage-replay-store.js';
import { OutageStore } from '../storage/outage-store.js';

export interface OutagesNeeds {
  readonly database: Database;
  readonly clock: Clock;
}

/** What needs a person, outages among it, and what is done about them; put together. */
export function makeOutages({ database, clock }: OutagesNeeds) {
  const outages = new OutageStore(database);
  const replays = new OutageReplayStore(database);
  const store = new AttentionStore(database);
  const attention = new ReadAttention({
    ...{ store, clock, outages: new OutageTroubles(replays, clock) },
    slow: new SlowOrders(store, new DurationStore(database)),
  });
  return {
    controllers: [AttentionController, OutagesController],
    providers: [
      { provide: ReadOutages, useValue: new ReadOutages(outages) },
      { provide: ReadAttention, useValue: attention },
    ],
  };
}
