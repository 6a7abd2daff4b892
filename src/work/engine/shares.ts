import { shareOf } from '../owners.js';
import type { Lane } from './lane.js';

/** The part of all places that the calls of one owner may hold: hosts of its own that hang leave the others, and all orders, room. */
const OWNERS_PART = 1 / 2;
/**
 * What of an owner may start before the table has been looked at again, as far as all that is due: somebody else's work may just have
 * been laid down, or stand behind ten thousand older rows of the owner's, and is to be among the next hundred that start.
 */
const STARTS_UNSEEN = 32;
/**
 * A long backlog is walked for many seconds: with so many rows of it that were seen, each owner may start one more. Rows of owners tell
 * whose is behind them slowly, so that ten thousand of them leave the next hundred as they are; rows of nobody's are no such crowd.
 */
const ROWS_A_START = { owners: 500, others: 16 } as const;

/** Lanes that have their turns and places in common: all of one owner's, or one tool's alone. */
export interface Share {
  readonly name: string;
  readonly isOwners: boolean;
  /** Lanes that hold something, in the order in which they are served. */
  turn: Lane[];
  /** Lanes that are known, also those that hold nothing. */
  lanes: number;
  /** Calls under way: the usual ones, and long ones. */
  running: number;
  runningLong: number;
}

/** Shares are served in turn, and within a share its lanes; an owner's are bounded. */
export class Shares {
  private readonly shares = new Map<string, Share>();
  /** Shares that hold something, in the order in which they are served. */
  private turn: Share[] = [];
  /** How much each owner started since all that was due had been seen. */
  private readonly startsUnseen = new Map<string, number>();
  private isHeldBack = false;
  /** How much each may start so. */
  private mostUnseen = STARTS_UNSEEN;
  private readonly ownersPlaces: number;

  constructor(total: number) {
    this.ownersPlaces = Math.max(1, Math.floor(total * OWNERS_PART));
  }

  /** The share of a lane that comes to be. */
  join(lane: string): Share {
    const { name, isOwners } = shareOf(lane);
    const share = this.shares.get(name) ?? { name, isOwners, turn: [], lanes: 0, running: 0, runningLong: 0 };
    this.shares.set(name, share);
    share.lanes += 1;
    return share;
  }

  /** A lane of the share is forgotten. */
  leave(share: Share): void {
    share.lanes -= 1;
    if (share.lanes === 0) this.shares.delete(share.name);
  }

  /** Whether an owner's work waits for nothing but a look at the table. */
  get wantsLook(): boolean {
    return this.isHeldBack;
  }

  /** All that was due has been seen. */
  looked(): void {
    this.startsUnseen.clear();
    this.isHeldBack = false;
    this.mostUnseen = STARTS_UNSEEN;
  }

  /** Rows of these lanes were seen, and there may be more. */
  walked(lanes: readonly string[]): void {
    const owned = lanes.filter((lane) => shareOf(lane).isOwners).length;
    this.mostUnseen += owned / ROWS_A_START.owners + (lanes.length - owned) / ROWS_A_START.others;
  }

  /** Lanes that hold something. */
  *serving(): Iterable<Lane> {
    for (const { turn } of this.turn) yield* turn;
  }

  /** A lane that held nothing holds something. */
  enter(lane: Lane): void {
    const { share } = lane;
    if (share.turn.length === 0) this.turn.push(share);
    share.turn.push(lane);
  }

  /** A lane was emptied out of turn. */
  exit(lane: Lane): void {
    const { share } = lane;
    share.turn = share.turn.filter((one) => one !== lane);
    if (share.turn.length === 0) this.turn = this.turn.filter((one) => one !== share);
  }

  /** Takes what the first lane that can gives, and puts the lane, and its share, at the end of their turns. */
  take<Given>(give: (lane: Lane) => Given | null): Given | null {
    for (const [i, share] of this.turn.entries()) {
      const given = this.mayStart(share) ? takeFrom(share, give) : null;
      if (given === null) continue;
      this.turn.splice(i, 1);
      if (share.turn.length > 0) this.turn.push(share);
      if (share.isOwners) this.countStart(share);
      return given;
    }
    return null;
  }

  clear(): void {
    for (const share of this.turn) share.turn = [];
    this.turn = [];
  }

  private mayStart({ name, isOwners, running }: Share): boolean {
    if (!isOwners) return true;
    if (running >= this.ownersPlaces) return false;
    const maySo = (this.startsUnseen.get(name) ?? 0) < Math.floor(this.mostUnseen);
    this.isHeldBack ||= !maySo;
    return maySo;
  }

  private countStart({ name }: Share): void {
    this.startsUnseen.set(name, (this.startsUnseen.get(name) ?? 0) + 1);
  }
}

function takeFrom<Given>(share: Share, give: (lane: Lane) => Given | null): Given | null {
  for (const [i, lane] of share.turn.entries()) {
    const given = give(lane);
    if (given === null) continue;
    share.turn.splice(i, 1);
    if (lane.held > 0) share.turn.push(lane);
    return given;
  }
  return null;
}
