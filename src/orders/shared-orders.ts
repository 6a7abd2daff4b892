import type { Caller } from '../domain/caller.js';
import { isUuid } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderShareStore } from '../storage/order-share-store.js';
import type { OrderStore, WholeOrder } from '../storage/order-store.js';
import type { OrderOutlook } from './order-outlook.js';
import { orderOrNotFound } from './open-order.js';
import type { OrderViews } from './order-view.js';
import type { OrderReader, ReadOrders } from './read-orders.js';
import type { ShareLink, ShareLinks } from './share-links.js';
import { sharedEventView, sharedView, type SharedOrderView } from './shared-view.js';

/** What somebody shows to see an order that was shared: the order asked for, and the token, both as they came. */
export interface ShareProof {
  readonly orderId: string;
  readonly token: string;
}

/** With the name of its tool. */
type SharedOrder = WholeOrder & { readonly tool_name: string };

export interface SharedOrdersParts {
  readonly orders: OrderStore;
  readonly shares: OrderShareStore;
  readonly links: ShareLinks;
  readonly read: ReadOrders;
  readonly views: OrderViews;
  readonly outlook: OrderOutlook;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
}

/** Orders that are shown to their buyers, by links that expire and can be withdrawn (contract, section 2, `share`). */
export class SharedOrders {
  constructor(private readonly parts: SharedOrdersParts) {}

  /** A link that shows the order for `expiresS` seconds. 409 for one that was erased. */
  async share({ caller, requestId }: Asker, orderId: string, expiresS: number): Promise<ShareLink> {
    const { unit, orders, shares, links, audit } = this.parts;
    const { order_id } = await this.parts.read.find(caller, orderId);
    return unit.run(async (tx) => {
      const order = await orderOrNotFound(orders, tx, order_id);
      if (order.erased_at !== null) throw nothingLeft(order_id);
      const link = links.make(order_id, await shares.generation(tx, order_id), expiresS);
      await audit.record(tx, caller, 'order.shared', order_id, { expires_at: link.expires_at }, requestId);
      return link;
    });
  }

  /** Ends every link to the order that was made until now, and what is being told by one. */
  async withdraw({ caller, requestId }: Asker, orderId: string): Promise<void> {
    const { order_id } = await this.parts.read.find(caller, orderId);
    await this.parts.unit.run(async (tx) => {
      await this.parts.shares.withdraw(tx, order_id);
      await this.parts.audit.record(tx, caller, 'order.share_withdrawn', order_id, null, requestId);
    });
  }

  /**
   * The order that a token shows. 404 for all others: a token that is wrong, over, withdrawn or of another order, and an order that is
   * erased or was never there are told alike, and nothing is looked up for a token that is not ours.
   */
  async open({ orderId, token }: ShareProof): Promise<SharedOrder> {
    const share = this.parts.links.read(token);
    if (!share || !isUuid(orderId) || share.orderId !== orderId.toLowerCase()) throw over();
    const order = await this.parts.orders.findWhole(share.orderId);
    // Read after the order: a link that was withdrawn before the order changed never shows the change.
    const under = order && (await this.parts.shares.find(share.orderId));
    if (!order || order.erased_at !== null || under?.generation !== share.generation) throw over();
    return { ...order, tool_name: under.tool_name ?? '' };
  }

  /** The order as this reader sees it; a share token is proven anew each time the order is found. */
  readerOf(reader: Caller | ShareProof, orderId: string): OrderReader {
    return 'role' in reader ? this.parts.read.reader(reader, orderId) : this.buyer(reader);
  }

  private buyer(proof: ShareProof): OrderReader<SharedOrder> {
    return {
      find: () => this.open(proof),
      view: (order) => this.view(order),
      event: sharedEventView,
    };
  }

  private async view(order: SharedOrder): Promise<SharedOrderView> {
    const { eta } = await this.parts.outlook.of(order);
    const view = this.parts.views.order(order, { result: true, metadata: false });
    return sharedView({ ...view, eta }, order.tool_name);
  }
}

function over(): Problem {
  return new Problem(404, 'not_found', 'This link is over or was withdrawn: ask for a new one.');
}

function nothingLeft(orderId: string): Problem {
  return new Problem(409, 'wrong_state', `Order ${orderId} was erased: there is nothing left to share.`);
}
