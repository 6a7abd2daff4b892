import type { WorkRow } from '../../storage/entities/work.js';
import { isLong } from '../long-calls.js';
import type { LaneTarget } from '../work-engine.js';
import { Lane } from './lane.js';
import { Pool, type LaneLimits } from './pool.js';
import { Shares } from './shares.js';

export type { LaneLimits } from './pool.js';

/** How much is taken from the table before it can start. */
export interface Appetite {
  /** Rows taken in one statement. */
  readonly batch: number;
  /** Rows of one lane held in memory at most; what is due beyond that is set aside in the table. */
  readonly laneHolds: number;
  /** Rows held at most while every place is taken but those kept for newcomers, but for what fairness needs to have seen. */
  readonly most: number;
}

/** Of the only process there is: whatever is due. */
export const WHATEVER_IS_DUE: Appetite = { batch: 500, laneHolds: 1000, most: Infinity };

/**
 * Claimed work in memory: one queue a lane (a tool; a destination of notices; an owner's calls to one origin), served in turn, those
 * of one owner in one turn, under the limits per lane, per origin and in all. A lane that cannot start anything never stands in front
 * of one that can.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly shares: Shares;
  private readonly usual: Pool;
  private readonly long: Pool;
  /** Lanes with rows set aside in the table, and how many of these go in one call. */
  private readonly overflowing = new Map<string, number>();

  constructor(
    limits: LaneLimits,
    private readonly appetite: Appetite = WHATEVER_IS_DUE,
  ) {
    this.shares = new Shares(limits.total);
    this.usual = new Pool(limits);
    this.long = new Pool(limits);
  }

  get inFlight(): number {
    return this.usual.running + this.long.running;
  }

  add(work: WorkRow): void {
    const lane = this.lane(work);
    if (lane.held === 0) this.shares.enter(lane);
    lane.add(work);
  }

  /** A row of its lane was set aside. */
  markOverflow({ lane, group_limit }: WorkRow): void {
    this.overflowing.set(lane, group_limit);
  }

  clearOverflow(lane: string): void {
    this.overflowing.delete(lane);
  }

  /** Lanes that must not be handed more checks for now. */
  full(): string[] {
    const holding = [...this.lanes.values()]
      .filter((lane) => lane.held >= this.appetite.laneHolds)
      .map((lane) => lane.name);
    return [...new Set([...holding, ...this.overflowing.keys()])];
  }

  /** Rows taken from the table at once. */
  get batch(): number {
    return this.appetite.batch;
  }

  /** Rows taken back at once into a lane that had set some aside: a whole group, where they go in groups. */
  refillOf(lane: string): number {
    return Math.max(this.appetite.laneHolds / 2, this.overflowing.get(lane) ?? 1);
  }

  /**
   * Whether what is held is enough for now: the rest is for other processes. Only while every place is taken: else what is held waits for
   * something of its own (its host, its owner's part), and what could start must be looked for.
   */
  get hasEnough(): boolean {
    if (this.wantsLook || !this.usual.isFull) return false;
    let waiting = 0;
    for (const lane of this.shares.serving()) waiting += lane.held;
    return waiting >= this.appetite.most;
  }

  /** The same of what somebody waits for: it goes before checks, yet in no greater number. */
  get hasEnoughUrgent(): boolean {
    let held = 0;
    for (const lane of this.shares.serving()) held += lane.urgent.length;
    return held >= this.appetite.most;
  }

  /** Everything that waits. */
  waiting(): WorkRow[] {
    return [...this.shares.serving()].flatMap((lane) => lane.waiting());
  }

  /** Puts back what `next` had given, and what went along, where there was no place among the processes; its lane starts nothing until `resume`. */
  pause(works: readonly WorkRow[]): void {
    const [first] = works;
    if (!first) return;
    const lane = this.lane(first);
    lane.isPaused = true;
    if (lane.held === 0) this.shares.enter(lane);
    for (const work of works.toReversed()) lane.putBack(work);
    this.done(first);
  }

  /** How many calls at once its lane allows. */
  limitOf(work: WorkRow): number {
    return this.lane(work).limit;
  }

  resume(name: string): void {
    const lane = this.lanes.get(name);
    if (lane) lane.isPaused = false;
  }

  /** Whether a lane has rows set aside, and room for them again. */
  wantsRefill(name: string): boolean {
    const lane = this.lanes.get(name);
    return this.overflowing.has(name) && (!lane || (lane.held < this.appetite.laneHolds / 10 && !lane.isPaused));
  }

  /** A lane that wants its rows back, lanes taking turns; null where none does. */
  nextRefill(): string | null {
    for (const [name, together] of this.overflowing) {
      if (!this.wantsRefill(name)) continue;
      this.overflowing.delete(name);
      this.overflowing.set(name, together);
      return name;
    }
    return null;
  }

  /** Whether work that could start waits until the table is looked at: an owner starts only so much between two looks. */
  get wantsLook(): boolean {
    return this.shares.wantsLook;
  }

  /** All that was due has been taken from the table. */
  looked(): void {
    this.shares.looked();
  }

  /** Rows were taken from the table, and more are due: their owners, and all others, need not wait until the last of them is. */
  walked(rows: readonly WorkRow[]): void {
    this.shares.walked(rows.map(({ lane }) => lane));
  }

  /** A lane's limit and origins were changed: what is held obeys them too. */
  retarget(target: LaneTarget): void {
    this.lanes.get(target.lane)?.retarget(target);
  }

  /** Those that wait as long calls, and are none any more at `now` or because a person asked for them, wait as usual ones. */
  shorten(now: number, wanted: ReadonlySet<string>): void {
    for (const lane of this.shares.serving()) lane.shorten(now, wanted);
  }

  /** The next row that may start now, shares taking turns, and their lanes; it counts as running until `done`. */
  next(): WorkRow | null {
    return this.shares.take((lane) => {
      const work = this.head(lane);
      if (work) this.begin(lane, work);
      return work;
    });
  }

  /** Takes out what goes in one call with a check that `next` has just given: it has no place of its own in any limit. */
  takeAlong(work: WorkRow): WorkRow[] {
    const lane = this.lane(work);
    const along = lane.takeAlong(work);
    if (along.length > 0 && lane.held === 0) this.shares.exit(lane);
    return along;
  }

  done(work: WorkRow): void {
    const lane = this.lane(work);
    this.count(lane, work, -1);
    this.poolOf(work).end(work);
    if (!lane.isIdle || lane.held > 0) return;
    this.lanes.delete(lane.name);
    this.shares.leave(lane.share);
  }

  /** The first rows that wait for nothing but a place among all calls: their lane and their origin have room, and they are no owner's. */
  waitingForPlace(): WorkRow[] {
    const tools = [...this.shares.serving()].filter(({ share }) => !share.isOwners);
    return tools.flatMap((lane) =>
      lane.heads().filter(({ origin }) => this.usual.hasPlaceAt(origin, lane.share.running)),
    );
  }

  /** Takes out everything that has not started. */
  drain(): WorkRow[] {
    const rows = [...this.shares.serving()].flatMap((lane) => lane.drain());
    this.shares.clear();
    return rows;
  }

  private head(lane: Lane): WorkRow | null {
    if (lane.isPaused || lane.running + lane.runningLong >= lane.limit) return null;
    const { running, runningLong } = lane.share;
    const usual = this.usual.firstOf(running, lane.urgent, lane.checks);
    if (usual) return usual;
    // The last place of a lane is for calls that are soon over, where it has more than one.
    const longLimit = Math.max(1, lane.limit - 1);
    return lane.runningLong < longLimit ? this.long.firstOf(runningLong, lane.long) : null;
  }

  private begin(lane: Lane, work: WorkRow): void {
    lane.shift(work);
    this.count(lane, work, 1);
    this.poolOf(work).begin(work);
  }

  private count(lane: Lane, work: WorkRow, more: number): void {
    for (const side of [lane, lane.share])
      if (isLong(work)) side.runningLong += more;
      else side.running += more;
  }

  private poolOf(work: WorkRow): Pool {
    return isLong(work) ? this.long : this.usual;
  }

  private lane(work: WorkRow): Lane {
    const known = this.lanes.get(work.lane);
    if (known) return known;
    const lane = new Lane(work.lane, this.shares.join(work.lane), work.lane_limit);
    this.lanes.set(work.lane, lane);
    return lane;
  }
}
