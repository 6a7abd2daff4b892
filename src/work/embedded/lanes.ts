import type { WorkRow } from '../../storage/entities/work.js';
import { endOfLong, isLong, madeUsual } from '../long-calls.js';
import type { LaneTarget } from '../work-engine.js';

/** Rows of one lane held in memory at most; what is due beyond that is set aside in the table. */
export const LANE_HOLDS = 1000;
const REFILL_BELOW = 100;
/** Kinds of which one lane may have any number due; the table sets aside what is beyond. */
const MANY: ReadonlySet<string> = new Set(['check', 'poll']);
/**
 * The last so many places in all, and at each origin, are for lanes that have none: sellers that never answer hold theirs until the
 * time limit, and would else hold all there are, or all at a host that many sellers share.
 */
const SPARE_PART = 1 / 8;

interface Lane {
  readonly name: string;
  /** Forwards and notices go before checks: a buyer waits for them. */
  urgent: WorkRow[];
  checks: WorkRow[];
  /** Calls that may last a minute: they hold none of the places of the others. */
  long: WorkRow[];
  /** When the first of these is long no more (epoch milliseconds), or sooner. */
  longEnds: number;
  running: number;
  runningLong: number;
  limit: number;
}

export interface LaneLimits {
  readonly total: number;
  readonly perOrigin: number;
}

/** What runs under one total: the usual calls, and as many long ones again. */
interface Pool {
  running: number;
  readonly origins: Map<string, number>;
}
const newPool = (): Pool => ({ running: 0, origins: new Map() });

/**
 * Claimed work in memory: one queue a lane (a tool; a destination of notices), served in turn, under the limits per lane,
 * per origin and in all. A lane that cannot start anything never stands in front of one that can.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly usual = newPool();
  private readonly long = newPool();
  /** Lanes with rows set aside in the table. */
  private readonly overflowing = new Set<string>();
  /** Lanes that hold something, in the order in which they are served. */
  private turn: Lane[] = [];

  constructor(private readonly limits: LaneLimits) {}

  get inFlight(): number {
    return this.usual.running + this.long.running;
  }

  add(work: WorkRow): void {
    const lane = this.lane(work);
    lane.limit = work.lane_limit;
    if (held(lane) === 0) this.turn.push(lane);
    queueOf(lane, work).push(work);
    if (isLong(work)) lane.longEnds = Math.min(lane.longEnds, endOfLong(work));
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
    lane.long = lane.long.map(moved);
  }

  /** Those that wait as long calls, and are none any more at `now` or because a person asked for them, wait as usual ones. */
  shorten(now: number, wanted: ReadonlySet<string>): void {
    for (const lane of this.turn) {
      if (lane.long.length === 0 || (lane.longEnds > now && wanted.size === 0)) continue;
      const isOver = (work: WorkRow) => endOfLong(work) <= now || wanted.has(work.subject);
      lane.checks.push(...lane.long.filter(isOver).map(madeUsual));
      lane.long = lane.long.filter((work) => !isOver(work));
      lane.longEnds = Math.min(Infinity, ...lane.long.map(endOfLong));
    }
  }

  /** The next row that may start now, lanes taking turns; it counts as running until `done`. */
  next(): WorkRow | null {
    const { total } = this.limits;
    if (this.usual.running >= total && this.long.running >= total) return null;
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
    const pool = this.poolOf(work);
    pool.running -= 1;
    const atOrigin = (pool.origins.get(work.origin) ?? 1) - 1;
    if (atOrigin > 0) pool.origins.set(work.origin, atOrigin);
    else pool.origins.delete(work.origin);
    const lane = this.lane(work);
    if (pool === this.long) lane.runningLong -= 1;
    else lane.running -= 1;
    if (lane.running + lane.runningLong === 0 && held(lane) === 0) this.lanes.delete(lane.name);
  }

  /** Takes out everything that has not started. */
  drain(): WorkRow[] {
    const rows = this.turn.flatMap((lane) => [
      ...lane.urgent.splice(0),
      ...lane.checks.splice(0),
      ...lane.long.splice(0),
    ]);
    this.turn = [];
    return rows;
  }

  private head(lane: Lane): WorkRow | null {
    if (lane.running + lane.runningLong >= lane.limit) return null;
    const usual = this.firstOf(this.usual, lane.running, lane.urgent, lane.checks);
    if (usual) return usual;
    // The last place of a lane is for calls that are soon over, where it has more than one.
    const longLimit = Math.max(1, lane.limit - 1);
    return lane.runningLong < longLimit ? this.firstOf(this.long, lane.runningLong, lane.long) : null;
  }

  /** `running`: the calls of this lane in the pool. */
  private firstOf(pool: Pool, running: number, ...queues: WorkRow[][]): WorkRow | null {
    if (pool.running >= placesOf(this.limits.total, running)) return null;
    const atOrigin = placesOf(this.limits.perOrigin, running);
    for (const [work] of queues) if (work && (pool.origins.get(work.origin) ?? 0) < atOrigin) return work;
    return null;
  }

  private poolOf(work: WorkRow): Pool {
    return isLong(work) ? this.long : this.usual;
  }

  private begin(lane: Lane, work: WorkRow): void {
    queueOf(lane, work).shift();
    const pool = this.poolOf(work);
    if (pool === this.long) lane.runningLong += 1;
    else lane.running += 1;
    pool.running += 1;
    pool.origins.set(work.origin, (pool.origins.get(work.origin) ?? 0) + 1);
  }

  private lane(work: WorkRow): Lane {
    const known = this.lanes.get(work.lane);
    if (known) return known;
    const queues = { urgent: [], checks: [], long: [], longEnds: Infinity };
    const lane: Lane = { name: work.lane, ...queues, running: 0, runningLong: 0, limit: work.lane_limit };
    this.lanes.set(work.lane, lane);
    return lane;
  }
}

/** How many of these places a lane may take that has so many of them. */
function placesOf(all: number, running: number): number {
  return running === 0 ? all : all - Math.floor(all * SPARE_PART);
}

function queueOf(lane: Lane, work: WorkRow): WorkRow[] {
  if (!MANY.has(work.kind)) return lane.urgent;
  return isLong(work) ? lane.long : lane.checks;
}

function held(lane: Lane): number {
  return lane.urgent.length + lane.checks.length + lane.long.length;
}
