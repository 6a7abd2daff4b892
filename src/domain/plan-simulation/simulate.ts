import type { Asker, Outcome, PlacedOrder } from './asker.js';
import { EventQueue } from './event-queue.js';

interface Running<Order> {
  readonly order: Order;
  readonly index: number;
  atS: number;
  elapsedS: number;
  checks: number;
  samples: number;
  withinP90: boolean | null;
  held: number;
  told: number;
}

/** Runs the orders side by side on a virtual clock: what is learned of one serves those still at work. */
export function simulate<Order extends PlacedOrder>(orders: readonly Order[], asker: Asker<Order>): Outcome[] {
  const outcomes: Outcome[] = [];
  const queue = new EventQueue<Running<Order>>();
  for (const [index, order] of orders.entries()) queue.push(begin(order, index));
  for (let running = queue.pop(); running !== undefined; running = queue.pop()) {
    const done = step(running, asker);
    if (done === null) queue.push(running);
    else outcomes[running.index] = done;
  }
  return outcomes;
}

/** One order by itself, for an asker that does not learn; null where it would take more than `most` checks. */
export function simulateOne<Order extends PlacedOrder>(
  order: Order,
  asker: Asker<Order>,
  most: number,
): Outcome | null {
  const running = begin(order, 0);
  for (let outcome = step(running, asker); ; outcome = step(running, asker)) {
    if (outcome !== null) return outcome;
    if (running.checks >= most) return null;
  }
}

function begin<Order extends PlacedOrder>(order: Order, index: number): Running<Order> {
  return {
    ...{ order, index, atS: order.placedS, elapsedS: -1, checks: -1, samples: 0 },
    ...{ withinP90: null, held: 0, told: 0 },
  };
}

function step<Order extends PlacedOrder>(running: Running<Order>, asker: Asker<Order>): Outcome | null {
  const { order } = running;
  const elapsedS = running.checks < 0 ? 0 : running.atS - order.placedS;
  if (running.checks < 0) {
    running.samples = asker.samples?.() ?? 0;
    running.withinP90 = within(order, asker, 0);
  } else if (elapsedS >= order.durationS) {
    asker.learn?.({ kind: 'between', afterS: running.elapsedS, atMostS: elapsedS }, running.atS);
    return outcomeOf(running, running.checks + 1, elapsedS - order.durationS);
  } else {
    const held = within(order, asker, elapsedS);
    running.held += held === true ? 1 : 0;
    running.told += held === null ? 0 : 1;
  }
  running.elapsedS = elapsedS;
  running.checks++;
  running.atS = order.placedS + asker.nextS(order, elapsedS, running.checks);
  return running.atS === Infinity ? outcomeOf(running, running.checks, Infinity) : null;
}

function outcomeOf(running: Running<PlacedOrder>, checks: number, waitS: number): Outcome {
  const { withinP90, samples, held, told } = running;
  return { checks, waitS, withinP90, samples, later: { held, told } };
}

function within<Order extends PlacedOrder>(order: Order, asker: Asker<Order>, elapsedS: number): boolean | null {
  const p90 = asker.p90?.(elapsedS) ?? null;
  return p90 === null ? null : order.durationS <= p90;
}
