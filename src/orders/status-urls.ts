import { fillStatusUrl, originOf } from '../domain/url-rules.js';
import type { SealedBox } from '../storage/sealed-box.js';
import type { OrderReading } from '../storage/order-store.js';
import type { CheckState } from './forward-state.js';
import type { ToolSettings } from './seller-tools.js';

/** Where an order is asked about. A URL that a seller names for one order often bears a key, so it is kept sealed. */
export class StatusUrls {
  constructor(private readonly box: Pick<SealedBox, 'seal' | 'open'>) {}

  /** A URL that the seller named for this order, as its row keeps it. */
  seal(orderId: string, named: string | null): string | null {
    return named === null ? null : this.box.seal(named, bind(orderId));
  }

  /** What `seal` made. */
  open(orderId: string, sealed: string): string {
    return this.box.open(sealed, bind(orderId));
  }

  /**
   * The URL that the seller named for the order, or the tool's with the id filled in; null where there is none. A named URL
   * counts only while the tool still lives at its origin: the tool's headers go nowhere else.
   */
  of(order: Pick<OrderReading, 'order_id' | 'status_url' | 'remote_id'>, tool: ToolSettings): string | null {
    const own = tool.statusUrl === null ? null : fillStatusUrl(tool.statusUrl, order.order_id, order.remote_id);
    if (order.status_url === null) return own;
    const named = this.open(order.order_id, order.status_url);
    return originOf(named) === originOf(tool.jobUrl) ? named : own;
  }

  /** What the next check asks: where the result stands, once the seller has said so, else how the order stands. */
  next(order: OrderReading, tool: ToolSettings, { resultUrl }: Pick<CheckState, 'resultUrl'>): string | null {
    return this.named(order.order_id, resultUrl ?? null, tool) ?? this.of(order, tool);
  }

  /** A sealed URL that the seller named; null where there is none, and once the tool lives nowhere at its origin any more. */
  named(orderId: string, sealed: string | null, tool: ToolSettings): string | null {
    if (sealed === null) return null;
    const url = this.open(orderId, sealed);
    const homes = [tool.jobUrl, tool.statusUrl, tool.statusBatchUrl].flatMap((home) => (home ? [originOf(home)] : []));
    return homes.includes(originOf(url)) ? url : null;
  }
}

function bind(orderId: string): string {
  return `orders:${orderId}:status_url`;
}
