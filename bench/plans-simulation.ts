import type { Asker } from './plans-askers.js';
import type { PlacedOrder } from './plans-shapes.js';

/** What became of one order under a plan. */
export interface Outcome {
  readonly checks: number;
  /** From the end of its work to the check that found it. */
  readonly waitS: number;
  /** Whether it took at most the p90 told when it was placed; null where none was told. */
  readonly withinP90: boolean | null;
  /** Of the p90s told after each check that found it at work: how many held, of how many. */
  readonly later: { readonly held: number; readonly told: number };
  /** Durations that the plan had seen when the order was placed. */
  readonly samples: number;
}

interface Running {
  readonly order: PlacedOrder;
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
export function simulate(orders: readonly PlacedOrder[], asker: Asker): Outcome[] {
  const outcomes: Outcome[] = [];
  const queue = new EventQueue();
  for (const [index, order] of orders.entries()) {
    queue.push({
      ...{ order, index, atS: order.placedS, elapsedS: -1, checks: -1, samples: 0 },
      ...{ withinP90: null, held: 0, told: 0 },
    });
  }
  for (let running = queue.pop(); running !== undefined; running = queue.pop()) {
    const done = step(running, asker);
    if (done === null) queue.push(running);
    else outcomes[running.index] = done;
  }
  return outcomes;
}

function step(running: Running, asker: Asker): Outcome | null {
  const { order } = running;
  const elapsedS = running.checks < 0 ? 0 : running.atS - order.placedS;
  if (running.checks < 0) {
    running.samples = asker.samples?.() ?? 0;
    running.withinP90 = within(order, asker, 0);
  } else if (elapsedS >= order.durationS) {
    asker.learn?.({ kind: 'between', afterS: running.elapsedS, atMostS: elapsedS }, running.atS);
    const { withinP90, samples, held, told } = running;
    return { checks: running.checks + 1, waitS: elapsedS - order.durationS, withinP90, samples, later: { held, told } };
  } else {
    const held = within(order, asker, elapsedS);
    running.held += held === true ? 1 : 0;
    running.told += held === null ? 0 : 1;
  }
  running.elapsedS = elapsedS;
  running.checks++;
  running.atS = order.placedS + asker.nextS(order, elapsedS, running.checks);
  return null;
}

function within(order: PlacedOrder, asker: Asker, elapsedS: number): boolean | null {
  const p90 = asker.p90?.(elapsedS) ?? null;
  return p90 === null ? null : order.durationS <= p90;
}

/** A binary heap by instant, then by order, so that runs repeat. */
class EventQueue {
  private readonly heap: Running[] = [];

  push(running: Running): void {
    let at = this.heap.push(running) - 1;
    for (let up = (at - 1) >> 1; at > 0 && this.isBefore(at, up); at = up, up = (at - 1) >> 1) this.swap(at, up);
  }

  pop(): Running | undefined {
    const top = this.heap[0];
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return top;
    this.heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.heap.length && this.isBefore(child, least)) least = child;
      }
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [left, right] = [this.heap[a], this.heap[b]];
    if (left === undefined || right === undefined) return false;
    return left.atS !== right.atS ? left.atS < right.atS : left.index < right.index;
  }

  private swap(a: number, b: number): void {
    const [left, right] = [this.heap[a], this.heap[b]];
    if (left !== undefined && right !== undefined) [this.heap[a], this.heap[b]] = [right, left];
  }
}
