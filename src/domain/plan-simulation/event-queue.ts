/** What happens at an instant; of what happens at one instant, the lesser index comes first, so that runs repeat. */
export interface TimedEvent {
  readonly index: number;
  readonly atS: number;
}

/** A binary heap by instant, then by index. */
export class EventQueue<Event extends TimedEvent> {
  private readonly heap: Event[] = [];

  push(event: Event): void {
    let at = this.heap.push(event) - 1;
    for (let up = (at - 1) >> 1; at > 0 && this.isBefore(at, up); at = up, up = (at - 1) >> 1) this.swap(at, up);
  }

  pop(): Event | undefined {
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
