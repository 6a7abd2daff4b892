import { OutagesController } from '../http/outages.controller.js';
import { ReadOutages } from '../orders/outages/read-outages.js';
import type { Database } from '../storage/database/database.js';
import { OutageStore } from '../storage/outage-store.js';

export interface OutagesNeeds {
  readonly database: Database;
}

/** Outages and what is done about them, put together. */
export function makeOutages({ database }: OutagesNeeds) {
  const store = new OutageStore(database);
  return {
    controllers: [OutagesController],
    providers: [{ provide: ReadOutages, useValue: new ReadOutages(store) }],
  };
}
