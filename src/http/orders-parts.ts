import type { Clock } from '../domain/clock.js';
import type { AcceptLateResult } from '../orders/accept-late-result.js';
import { ActOnOrders } from '../orders/act-on-orders.js';
import type { AuditLog } from '../storage/audit-log.js';
import type { CancelOrder } from '../orders/cancel-order.js';
import type { CheckNow } from '../orders/check-now.js';
import type { EraseOrder } from '../orders/erase-order.js';
import { FileLinks } from '../orders/file-links.js';
import { ListOrders } from '../orders/list-orders.js';
import type { Notify } from '../orders/notify.js';
import { OrderFeed } from '../orders/order-feed.js';
import { OrderFiles } from '../orders/order-files.js';
import type { OrderViews } from '../orders/order-view.js';
import { ReadOrders } from '../orders/read-orders.js';
import { ReceiveOrder } from '../orders/receive-order.js';
import { ReplayNotification } from '../orders/replay-notification.js';
import type { RetryOrder } from '../orders/retry-order.js';
import { SharedOrders } from '../orders/shared-orders.js';
import { SweepNow } from '../orders/sweep-now.js';
import type { Database } from '../storage/database/database.js';
import type { FileStore } from '../storage/files/file-store.js';
import { NotificationStore } from '../storage/notification-store.js';
import { OrderListQuery } from '../storage/order-list-query.js';
import { OrderStore } from '../storage/order-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { SweepStore } from '../storage/sweep-store.js';
import type { Sweeps } from '../work/sweeps.js';
import { Gate } from './auth/gate.js';
import { BulksController } from './bulks.controller.js';
import { NotificationsController } from './notifications.controller.js';
import { OrderActionsController } from './order-actions.controller.js';
import { OrderAddresses } from './order-addresses.js';
import { OrderFilesController } from './order-files.controller.js';
import { OrderHistoryController } from './order-history.controller.js';
import { OrderSharesController } from './order-shares.controller.js';
import { OrderStreamsController } from './order-streams.controller.js';
import { OrdersController } from './orders.controller.js';
import { SweepsController } from './sweeps.controller.js';

/** Controllers of orders, of what is told about them, and of sweeps. */
export const ordersControllers = [
  // Before what takes any word for the id of an order.
  BulksController,
  OrdersController,
  OrderHistoryController,
  OrderActionsController,
  OrderSharesController,
  OrderFilesController,
  OrderStreamsController,
  SweepsController,
  NotificationsController,
];

export interface OrdersDoorNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: () => string;
  readonly box: Pick<SealedBox, 'deriveKeys'>;
  readonly files: FileStore;
  readonly audit: AuditLog;
  readonly gate: Gate;
  /** The very one that `ChangeOrder` tells of commits. */
  readonly feed: OrderFeed;
  readonly views: OrderViews;
  readonly read: ReadOrders;
  readonly shared: SharedOrders;
  readonly notify: Notify;
  readonly sweeps: Sweeps;
  readonly receive: ReceiveOrder;
  readonly checkNow: CheckNow;
  readonly cancel: CancelOrder;
  readonly retry: RetryOrder;
  readonly acceptLate: AcceptLateResult;
  readonly erase: EraseOrder;
}

/** What the controllers of orders ask for, each under its class; `Cursors` and `ServerEvents` come with `httpProviders`. */
export function ordersProviders(needs: OrdersDoorNeeds) {
  const { database, clock, publicUrl, audit, feed, views, read, shared } = needs;
  const { unit } = database;
  const orders = new OrderStore(database);
  const notifications = new NotificationStore(database);
  const links = new FileLinks(needs.box, publicUrl, clock);
  return [
    { provide: Gate, useValue: needs.gate },
    { provide: OrderFeed, useValue: feed },
    { provide: ReceiveOrder, useValue: needs.receive },
    { provide: ReadOrders, useValue: read },
    { provide: SharedOrders, useValue: shared },
    { provide: ListOrders, useValue: new ListOrders(new OrderListQuery(database), views) },
    { provide: ActOnOrders, useValue: new ActOnOrders({ ...needs, unit }) },
    { provide: OrderFiles, useValue: new OrderFiles({ orders, read, shared, files: needs.files, links, unit, audit }) },
    { provide: SweepNow, useValue: new SweepNow(needs.sweeps, unit, audit) },
    { provide: SweepStore, useValue: new SweepStore(database) },
    {
      provide: ReplayNotification,
      useValue: new ReplayNotification({ notifications, notify: needs.notify, unit, audit, clock }),
    },
    { provide: NotificationStore, useValue: notifications },
    { provide: OrderAddresses, useValue: new OrderAddresses(publicUrl) },
  ];
}
