import type { WorkRow } from '../../storage/entities/work.js';
import type { LaneTarget } from '../work-engine.js';

/** Rows of one lane held in memory at most; what is due beyond that is set aside in the table. */
export const LANE_HOLDS = 1000;
const REFILL_BELOW = 100;
/** Kinds of which one lane may have any number due; the table sets aside what is beyond. */
const MANY: ReadonlySet<string> = new Set(['check', 'poll']);

interface Lane {
  readonly name: string;
  /** Forwards and notices go before checks: a buyer waits for them. */
  urgent: WorkRow[];
  checks: WorkRow[];
  running: number;
  limit: number;
}

export interface LaneLimits {
  readonly total: number;
  readonly perOrigin: number;
}

/**
 * Claimed work in memory: one queue a lane (a tool; a destination of notices), served in turn, under the limits per lane,
 * per origin and in all. A lane that cannot start anything never stands in front of one that can.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly origins = new Map<string, number>();
  /** Lanes with rows set aside in the table. */
  private readonly overflowing = new Set<string>();
  /** Lanes that hold something, in the order in which they are served. */
  private turn: Lane[] = [];
  private running = 0;

  constructor(private readonly limits: LaneLimits) {}

  get inFlight(): number {
    return this.running;
  }

  add(work: WorkRow): void {
    const lane = this.lane(work);
    lane.limit = work.lane_limit;
    if (held(lane) === 0) this.turn.push(lane);
    (MANY.has(work.kind) ? lane.checks : lane.urgent).push(work);
  }

  markOverflow(lane: string): void {
    this.overflowing.add(lane);
  }

  clearOverflow(lane: string): void {
    this.overflowing.delete(lane);
  }

  /** Lanes that must not be handed more checks for now. */
  full(): string[] {
    const holding = [...this.lanes.values()].filter((lane) => held(lane) >= LANE_HOLDS).map((lane) => lane.name);
    return [...new Set([...holding, ...this.overflowing])];
  }

  /** Whether a lane has rows set aside, and room for them again. */
  wantsRefill(name: string): boolean {
    const lane = this.lanes.get(name);
    return this.overflowing.has(name) && (!lane || held(lane) < REFILL_BELOW);
  }

  /** A lane that wants its rows back, lanes taking turns; null where none does. */
  nextRefill(): string | null {
    for (const name of this.overflowing) {
      if (!this.wantsRefill(name)) continue;
      this.overflowing.delete(name);
      this.overflowing.add(name);
      return name;
    }
    return null;
  }

  /** A lane's limit and origins were changed: what is held obeys them too. */
  retarget({ lane: name, limit, groupLimit, origins }: LaneTarget): void {
    const lane = this.lanes.get(name);
    if (!lane) return;
    lane.limit = limit;
    const moved = (work: WorkRow) => ({ ...work, origin: origins[work.kind] ?? work.origin });
    lane.urgent = lane.urgent.map(moved);
    lane.checks = lane.checks.map(moved).map((work) => ({ ...work, group_limit: groupLimit ?? work.group_limit }));
  }

  /** The next row that may start now, lanes taking turns; it counts as running until `done`. */
  next(): WorkRow | null {
    if (this.running >= this.limits.total) return null;
    for (let i = 0; i < this.turn.length; i++) {
      const lane = this.turn[i];
      const work = lane && this.head(lane);
      if (!lane || !work) continue;
      this.turn.splice(i, 1);
      this.begin(lane, work);
      if (held(lane) > 0) this.turn.push(lane);
      return work;
    }
    return null;
  }

  /** Takes out what goes in one call with a check that `next` has just given: it has no place of its own in any limit. */
  takeAlong(work: WorkRow): WorkRow[] {
    const lane = this.lane(work);
    const along: WorkRow[] = [];
    lane.checks = lane.checks.filter((other) => {
      const goes = along.length + 1 < work.group_limit && other.group_limit > 1 && other.origin === work.origin;
      if (goes) along.push(other);
      return !goes;
    });
    if (along.length > 0 && held(lane) === 0) this.turn = this.turn.filter((one) => one !== lane);
    return along;
  }

  done(work: WorkRow): void {
    this.running -= 1;
    const atOrigin = (this.origins.get(work.origin) ?? 1) - 1;
    if (atOrigin > 0) this.origins.set(work.origin, atOrigin);
    else this.origins.delete(work.origin);
    const lane = this.lane(work);
    lane.running -= 1;
    if (lane.running === 0 && held(lane) === 0) this.lanes.delete(lane.name);
  }

  /** Takes out everything that has not started. */
  drain(): WorkRow[] {
    const rows = this.turn.flatMap((lane) => [...lane.urgent.splice(0), ...lane.checks.splice(0)]);
    this.turn = [];
    return rows;
  }

  private head(lane: Lane): WorkRow | null {
    if (lane.running >= lane.limit) return null;
    for (const queue of [lane.urgent, lane.checks]) {
      const work = queue[0];
      if (work && (this.origins.get(work.origin) ?? 0) < this.limits.perOrigin) return work;
    }
    return null;
  }

  private begin(lane: Lane, work: WorkRow): void {
    (lane.urgent[0] === work ? lane.urgent : lane.checks).shift();
    lane.running += 1;
    this.running += 1;
    this.origins.set(work.origin, (this.origins.get(work.origin) ?? 0) + 1);
  }

  private lane(work: WorkRow): Lane {
    const known = this.lanes.get(work.lane);
    if (known) return known;
    const lane: Lane = { name: work.lane, urgent: [], checks: [], running: 0, limit: work.lane_limit };
    this.lanes.set(work.lane, lane);
    return lane;
  }
}

function held(lane: Lane): number {
  return lane.urgent.length + lane.checks.length;
}
