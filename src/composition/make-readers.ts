import type { Clock } from '../domain/clock.js';
import { ReadOrders } from '../orders/read-orders.js';
import { ShareLinks } from '../orders/share-links.js';
import { SharedOrders } from '../orders/shared-orders.js';
import { AttemptStore } from '../storage/attempt-store.js';
import { EventStore } from '../storage/event-store.js';
import { OrderShareStore } from '../storage/order-share-store.js';
import type { Rooms } from './make-rooms.js';
import type { OpenedStorage } from './open-storage.js';

export interface ReadersNeeds {
  readonly storage: OpenedStorage;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly publicUrl: () => string;
}

/** How orders are read: by callers, and by whoever bears a share token. */
export function makeReaders({ storage, rooms, clock, publicUrl }: ReadersNeeds) {
  const { database, box } = storage;
  const { feed, views, accounts } = rooms;
  const { orders, outlook } = rooms.orders;
  const [events, attempts] = [new EventStore(database), new AttemptStore(database)];
  const read = new ReadOrders({ orders, events, attempts, views, feed, outlook });
  const links = new ShareLinks(box, publicUrl, clock);
  const shared = new SharedOrders({
    ...{ orders, shares: new OrderShareStore(database), links, read, views, outlook },
    ...{ unit: database.unit, audit: accounts.audit },
  });
  return { read, shared };
}
