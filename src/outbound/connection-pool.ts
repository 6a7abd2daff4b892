import { Line, type Rider } from './line.js';
import type { Road } from './open-connection.js';
import type { Target } from './target.js';

/** A call that wants a line. */
export interface Passenger extends Rider {
  readonly target: Target;
  /** Never put it on a connection that has carried another call. */
  readonly fresh: boolean;
  /** Its line is none of those that other calls to the origin share. */
  readonly apart: boolean;
  board(line: Line): void;
}

export interface PoolLimits {
  /** Calls at once to one origin; more wait, inside their own deadline. */
  readonly perOrigin: number;
  /** Idle connections over all origins; past it the one idle longest is closed. */
  readonly idle: number;
}

interface Origin {
  readonly key: string;
  busy: number;
  /** The one used last is at the end, and used first: the others may go cold and close. */
  readonly idle: Line[];
  readonly waiting: Set<Passenger>;
}

/** Connections by origin: which call gets which, how many there may be, and when one is let go. */
export class ConnectionPool {
  private readonly origins = new Map<string, Origin>();
  /** Oldest first. */
  private readonly idle = new Map<Line, Origin>();
  private readonly lent = new Map<Line, Origin>();

  constructor(
    private readonly road: Road,
    private readonly limits: PoolLimits,
  ) {}

  /** Puts the call on a line, now or once one is free. */
  admit(call: Passenger): void {
    const origin = this.originOf(call);
    if (origin.busy < this.limits.perOrigin && origin.waiting.size === 0) return this.seat(origin, call);
    call.phase = 'slot';
    origin.waiting.add(call);
  }

  /** A call that ended while it waited. */
  forget(call: Passenger): void {
    const origin = this.originOf(call);
    origin.waiting.delete(call);
    this.afterChange(origin);
  }

  /** Takes a line back whose call is over; `reusable` when it ended in good order. */
  giveBack(line: Line, reusable: boolean): void {
    const origin = this.lent.get(line);
    if (!origin) return;
    this.lent.delete(line);
    origin.busy -= 1;
    line.lendTo(null);
    if (reusable && !line.isOld) this.park(origin, line);
    else line.destroy();
    this.afterChange(origin);
  }

  /**
   * Closes the idle lines beside this one. Its silence may mean that the far side, or a NAT in between, has forgotten
   * all connections: each of them would cost a call its whole time limit.
   */
  distrustIdleBeside(line: Line): void {
    const origin = this.lent.get(line);
    if (origin) for (const idle of [...origin.idle]) this.retire(origin, idle);
  }

  /** Closes every line, idle or not. */
  close(): void {
    for (const line of [...this.idle.keys(), ...this.lent.keys()]) line.destroy();
    this.idle.clear();
    this.lent.clear();
    this.origins.clear();
  }

  private seat(origin: Origin, call: Passenger): void {
    origin.busy += 1;
    const line = (call.fresh ? undefined : this.takeIdle(origin)) ?? this.open(origin, call.target);
    this.lent.set(line, origin);
    line.lendTo(call);
    call.board(line);
  }

  private takeIdle(origin: Origin): Line | undefined {
    const line = origin.idle.pop();
    if (line) this.idle.delete(line);
    return line;
  }

  private open(origin: Origin, target: Target): Line {
    const coldest = origin.idle[0];
    if (coldest && origin.busy + origin.idle.length > this.limits.perOrigin) this.retire(origin, coldest);
    // A lent line that loses its connection is the business of the call on it.
    return new Line(target, this.road, (line) => this.idle.has(line) && this.retire(origin, line));
  }

  private park(origin: Origin, line: Line): void {
    origin.idle.push(line);
    this.idle.set(line, origin);
    if (this.idle.size <= this.limits.idle) return;
    const [oldest, itsOrigin] = this.idle.entries().next().value!;
    this.retire(itsOrigin, oldest);
  }

  private retire(origin: Origin, line: Line): void {
    this.idle.delete(line);
    origin.idle.splice(origin.idle.indexOf(line), 1);
    line.destroy();
    this.afterChange(origin);
  }

  /**
   * Lets the next call in, or drops the origin when nothing is left of it. Later, because undici may still be on the
   * stack.
   */
  private afterChange(origin: Origin): void {
    if (origin.waiting.size > 0) queueMicrotask(() => this.seatWaiting(origin));
    else if (origin.busy === 0 && origin.idle.length === 0) this.origins.delete(origin.key);
  }

  private seatWaiting(origin: Origin): void {
    for (const call of origin.waiting) {
      if (origin.busy >= this.limits.perOrigin) return;
      origin.waiting.delete(call);
      this.seat(origin, call);
    }
  }

  private originOf({ target, apart }: Passenger): Origin {
    // Trust is part of the key: a line opened unguarded for the operator must never carry a stranger's call.
    const key = `${target.trust} ${target.origin}${apart ? ' apart' : ''}`;
    const known = this.origins.get(key);
    if (known) return known;
    const made: Origin = { key, busy: 0, idle: [], waiting: new Set() };
    this.origins.set(key, made);
    return made;
  }
}
