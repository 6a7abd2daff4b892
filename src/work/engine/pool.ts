import type { WorkRow } from '../../storage/entities/work.js';

/**
 * The last so many places in all, and at each origin, are for shares that have none: sellers that never answer hold theirs until the
 * time limit, and would else hold all there are, or all at a host that many sellers share.
 */
const SPARE_PART = 1 / 8;

export interface LaneLimits {
  readonly total: number;
  readonly perOrigin: number;
}

/** What runs under one total: the usual calls, and as many long ones again. */
export class Pool {
  running = 0;
  private readonly origins = new Map<string, number>();

  constructor(private readonly limits: LaneLimits) {}

  /** The first of these queues' heads that has a place, or needs none; `running`: the calls of its share in this pool. */
  firstOf(running: number, ...queues: WorkRow[][]): WorkRow | null {
    const [first] = queues.find((queue) => queue.length > 0) ?? [];
    if (first && callsNobody(first)) return first;
    if (this.running >= placesOf(this.limits.total, running)) return null;
    for (const [work] of queues) if (work && this.hasPlaceAt(work.origin, running)) return work;
    return null;
  }

  /** Whether every place is taken but those that are kept for shares that have none. */
  get isFull(): boolean {
    return this.running >= placesOf(this.limits.total, 1);
  }

  /** Whether an origin takes another call of a share that has `running` of them. */
  hasPlaceAt(origin: string, running: number): boolean {
    return (this.origins.get(origin) ?? 0) < placesOf(this.limits.perOrigin, running);
  }

  begin(work: WorkRow): void {
    if (callsNobody(work)) return;
    const { origin } = work;
    this.running += 1;
    this.origins.set(origin, (this.origins.get(origin) ?? 0) + 1);
  }

  end(work: WorkRow): void {
    if (callsNobody(work)) return;
    const { origin } = work;
    this.running -= 1;
    const left = (this.origins.get(origin) ?? 1) - 1;
    if (left > 0) this.origins.set(origin, left);
    else this.origins.delete(origin);
  }
}

/** A tick of a schedule: it must not wait until calls end that may take minutes, or ticks that come meanwhile are lost. */
function callsNobody({ origin }: WorkRow): boolean {
  return origin === '';
}

/** How many of these places a share may take that has so many of them. */
function placesOf(all: number, running: number): number {
  return running === 0 ? all : all - Math.floor(all * SPARE_PART);
}
