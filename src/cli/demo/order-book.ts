import { isOver, secondsTaken, type DemoOrder } from './order.js';

/** How a seller's orders went. */
export interface Tally {
  orders: number;
  completed: number;
  failed: number;
  /** Ended in another way. */
  other: number;
  /** Of the newest that ended, in seconds. */
  readonly seconds: number[];
  readonly roads: Map<string, number>;
}

const KEPT_TIMES = 1_000;

/**
 * The marketplace's own book: what it ordered and what it has been told. An event may come before the answer to its order does:
 * it is held until then, so that changes are shown in their order.
 */
export class OrderBook {
  private readonly tallies = new Map<string, Tally>();
  private readonly early = new Map<string, DemoOrder[]>();
  private readonly open = new Set<string>();

  constructor(private readonly show: (order: DemoOrder) => unknown) {}

  /** Orders that have not ended. */
  get openCount(): number {
    return this.open.size + this.early.size;
  }

  /** Before an order is sent out. */
  placing(orderId: string): void {
    this.early.set(orderId, []);
  }

  /** It was not taken. */
  refused(orderId: string): void {
    this.early.delete(orderId);
  }

  /** The server has it, for good. */
  accepted(order: DemoOrder): void {
    const events = this.early.get(order.order_id) ?? [];
    this.early.delete(order.order_id);
    this.open.add(order.order_id);
    this.tally(order.short_id).orders += 1;
    this.show(order);
    for (const event of events) this.heard(event);
  }

  /** A signed event. It may come twice: an end counts once. */
  heard(order: DemoOrder): void {
    const early = this.early.get(order.order_id);
    if (early) return void early.push(order);
    if (!this.open.has(order.order_id)) return;
    if (isOver(order)) this.end(order);
    this.show(order);
  }

  tally(shortId: string): Tally {
    const known = this.tallies.get(shortId);
    if (known) return known;
    const fresh: Tally = { orders: 0, completed: 0, failed: 0, other: 0, seconds: [], roads: new Map() };
    this.tallies.set(shortId, fresh);
    return fresh;
  }

  private end(order: DemoOrder): void {
    this.open.delete(order.order_id);
    const tally = this.tally(order.short_id);
    tally[order.status === 'completed' || order.status === 'failed' ? order.status : 'other'] += 1;
    tally.seconds.push(secondsTaken(order));
    if (tally.seconds.length > KEPT_TIMES) tally.seconds.shift();
    const road = order.delivered_by ?? 'nobody';
    tally.roads.set(road, (tally.roads.get(road) ?? 0) + 1);
  }
}
