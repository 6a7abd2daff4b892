import type { WorkRow } from '../../storage/entities/work.js';
import { MANY_KINDS } from '../../storage/work-claims.js';
import { endOfLong, isLong, madeUsual } from '../long-calls.js';
import type { LaneTarget } from '../work-engine.js';
import type { Share } from './shares.js';

/** Kinds of which one lane may have any number due; the table sets aside what is beyond. */
const MANY: ReadonlySet<string> = new Set(MANY_KINDS);

/** The claimed work of one tool, of one destination of messages, or of one owner at one origin. */
export class Lane {
  /** Calls under way: the usual ones, and long ones. */
  running = 0;
  runningLong = 0;
  /** Forwards and notices go before checks: a buyer waits for them. */
  urgent: WorkRow[] = [];
  checks: WorkRow[] = [];
  /** Calls that may last a minute: they hold none of the places of the others. */
  long: WorkRow[] = [];
  /** Other processes have its places, or wait for one: nothing starts here for a moment. */
  isPaused = false;
  /** When the first of these is long no more (epoch milliseconds), or sooner. */
  private longEnds = Infinity;

  constructor(
    readonly name: string,
    readonly share: Share,
    public limit: number,
  ) {}

  /** Rows that wait here. */
  get held(): number {
    return this.urgent.length + this.checks.length + this.long.length;
  }

  get isIdle(): boolean {
    return this.running + this.runningLong === 0;
  }

  add(work: WorkRow): void {
    this.limit = work.lane_limit;
    this.queueOf(work).push(work);
    if (isLong(work)) this.longEnds = Math.min(this.longEnds, endOfLong(work));
  }

  /** Puts one back that was taken out first and could not start. */
  putBack(work: WorkRow): void {
    this.queueOf(work).unshift(work);
  }

  /** Everything that waits here. */
  waiting(): WorkRow[] {
    return [...this.urgent, ...this.checks, ...this.long];
  }

  /** Takes the first out of its queue. */
  shift(work: WorkRow): void {
    this.queueOf(work).shift();
  }

  retarget({ limit, groupLimit, origins }: LaneTarget): void {
    this.limit = limit;
    const moved = (work: WorkRow) => ({ ...work, origin: origins[work.kind] ?? work.origin });
    this.urgent = this.urgent.map(moved);
    this.checks = this.checks.map(moved).map((work) => ({ ...work, group_limit: groupLimit ?? work.group_limit }));
    this.long = this.long.map(moved);
  }

  /** Long calls that are none any more wait as usual ones. */
  shorten(now: number, wanted: ReadonlySet<string>): void {
    if (this.long.length === 0 || (this.longEnds > now && wanted.size === 0)) return;
    const isOver = (work: WorkRow) => endOfLong(work) <= now || wanted.has(work.subject);
    this.checks.push(...this.long.filter(isOver).map(madeUsual));
    this.long = this.long.filter((work) => !isOver(work));
    this.longEnds = Math.min(Infinity, ...this.long.map(endOfLong));
  }

  /** Takes out what goes in one call with this check. */
  takeAlong(work: WorkRow): WorkRow[] {
    const along: WorkRow[] = [];
    this.checks = this.checks.filter((other) => {
      const goes = along.length + 1 < work.group_limit && other.group_limit > 1 && other.origin === work.origin;
      if (goes) along.push(other);
      return !goes;
    });
    return along;
  }

  /** The first usual rows, where the lane has room for one. */
  heads(): WorkRow[] {
    const isFull = this.isPaused || this.running + this.runningLong >= this.limit;
    return isFull ? [] : [...this.urgent.slice(0, 1), ...this.checks.slice(0, 1)];
  }

  /** Takes out everything that has not started. */
  drain(): WorkRow[] {
    return [...this.urgent.splice(0), ...this.checks.splice(0), ...this.long.splice(0)];
  }

  private queueOf(work: WorkRow): WorkRow[] {
    if (!MANY.has(work.kind)) return this.urgent;
    return isLong(work) ? this.long : this.checks;
  }
}
