import type { Clock } from '../domain/clock.js';
import { newIdAfter } from '../domain/ids.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { NotificationRow } from '../storage/entities/notification.js';
import type { NotificationStore } from '../storage/notification-store.js';
import type { OrderReading } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import { iso, type OrderViews } from './order-view.js';

/** Where a message goes. */
export type Destination = 'marketplace' | 'operator' | 'seller';

/** Progress of one order is told at most this often. */
const PROGRESS_EVERY_MS = 1000;
/** Messages to one destination at once. */
export const NOTIFY_LANE_LIMIT = 16;

export interface NotifyTargets {
  readonly marketplaceUrl: string | null;
  readonly operatorUrl: string | null;
}

export interface Message {
  readonly destination: Destination;
  /** Messages of one stream arrive in order: one stream an order, a tool, a seller. */
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
  readonly orderId?: string;
  /** Where to send it, for `seller`; the others' URLs are settings. */
  readonly url?: string;
  readonly notBefore?: number;
}

/**
 * Lays down messages inside the transaction that causes them (contract, section 10): the body is frozen here, and sent by
 * `send-notification.ts` at least once, in order within its stream.
 */
export class Notify {
  constructor(
    private readonly notifications: NotificationStore,
    private readonly engine: WorkEngine,
    private readonly views: OrderViews,
    private readonly targets: NotifyTargets,
    private readonly clock: Clock,
  ) {}

  /** Tells the marketplace of a change of state; progress that is still waiting is dropped. Test orders are not told of. */
  async order(tx: Tx, order: OrderReading, type: string): Promise<void> {
    if (!this.tells(order)) return;
    await this.notifications.dropPending(tx, stream(order), 'order.progress');
    await this.send(tx, this.orderMessage(order, type));
  }

  /** Tells the marketplace of progress: at most one message waiting an order (the newest wins), at most one a second. */
  async progress(tx: Tx, order: OrderReading): Promise<void> {
    if (!this.tells(order)) return;
    const waiting = await this.notifications.dropPending(tx, stream(order), 'order.progress');
    const now = this.clock.now();
    // What was due already may be on its way just now: then the next second begins here.
    const notBefore = waiting !== null && waiting > now ? waiting : now + PROGRESS_EVERY_MS;
    await this.send(tx, { ...this.orderMessage(order, 'order.progress'), notBefore });
  }

  /** Tells the marketplace and the operator of a tool, where they have a URL. */
  async tool(tx: Tx, type: string, shortId: string, data: unknown): Promise<void> {
    for (const destination of ['marketplace', 'operator'] as const)
      if (this.urlOf(destination) !== null)
        await this.send(tx, { destination, stream: `${destination}/tool/${shortId}`, type, data });
  }

  /** Lays down any message. */
  async send(tx: Tx, message: Message): Promise<void> {
    const now = this.clock.now();
    const row: NotificationRow = {
      notification_id: newIdAfter('ntf', (await this.notifications.lastPending(tx, message.stream)) ?? ''),
      ...{ destination: message.destination, stream: message.stream, type: message.type },
      ...{ order_id: message.orderId ?? null, url: message.url ?? null },
      body: JSON.stringify({ type: message.type, timestamp: iso(now), data: message.data }),
      ...{
        state: 'pending',
        tries: 0,
        created_at: now,
        next_at: message.notBefore ?? now,
        done_at: null,
        last_error: null,
      },
    };
    await this.notifications.add(tx, row);
    await this.schedule(tx, message.stream);
  }

  /** Lets the stream's work follow its oldest message; where none is left there is no work. */
  async schedule(tx: Tx, stream: string): Promise<void> {
    const head = await this.notifications.head(tx, stream);
    if (!head) return this.engine.cancel(tx, stream, ['notify']);
    const origin = this.originOf(head);
    // Sellers' alert URLs are strangers': each origin is a lane of its own, so that a slow one delays no other.
    const lane = head.destination === 'seller' ? `notify:seller:${origin}` : `notify:${head.destination}`;
    const work = {
      ...{ kind: 'notify', subject: stream, lane, lane_limit: NOTIFY_LANE_LIMIT },
      ...{ origin, run: 0, due_at: head.next_at, by_sweep: 0, state: '{}' },
    };
    while (!(await this.engine.enqueue(tx, work))) {
      if (await this.engine.moveTo(tx, 'notify', stream, head.next_at)) return;
      // Under way just now. Where it ends in the same moment, and had not seen this message, it is laid down anew.
      if (await this.notifications.holdWork(tx, stream)) return;
    }
  }

  urlOf(destination: Destination, own: string | null = null): string | null {
    if (destination === 'seller') return own;
    return destination === 'marketplace' ? this.targets.marketplaceUrl : this.targets.operatorUrl;
  }

  private originOf(row: NotificationRow): string {
    const url = this.urlOf(row.destination as Destination, row.url);
    return url === null ? 'none' : new URL(url).origin;
  }

  private tells(order: OrderReading): boolean {
    return order.is_test === 0 && this.targets.marketplaceUrl !== null;
  }

  private orderMessage(order: OrderReading, type: string): Message {
    const data = this.views.order(order, { result: true, metadata: true });
    return { destination: 'marketplace', stream: stream(order), type, data, orderId: order.order_id };
  }
}

function stream(order: OrderReading): string {
  return `marketplace/order/${order.order_id}`;
}
