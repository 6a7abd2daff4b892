import type { Tx } from '../storage/database/unit-of-work.js';
import type { HeldWork, NewWork, NextRun } from '../storage/work-store.js';

export type { HeldWork } from '../storage/work-store.js';

/** What a lane's waiting work obeys from now on. */
export interface LaneTarget {
  readonly lane: string;
  /** Calls at once. */
  readonly limit: number;
  /** Checks in one call at most; left out, as before. */
  readonly groupLimit?: number;
  /** The new origin by kind of work; null and what is not named stay as they are. */
  readonly origins: Readonly<Record<string, string | null>>;
}

/**
 * The engine's port. Work is laid down inside the transaction that causes it, and runs after that has been committed.
 * An engine decides where and when exactly due work runs; the table of work is the truth.
 */
export interface WorkEngine {
  /** Lays down work; answers false where (kind, subject) already has some. Due work starts at once, without waiting for a tick. */
  enqueue(tx: Tx, work: NewWork): Promise<boolean>;
  /**
   * After an attempt: whether the row is still on it. Not so where its subject has ended, or where another process has taken the work over
   * from this one, which stood still: what came of the attempt then changes nothing, but for a result, which is one whoever brings it.
   */
  holds(tx: Tx, work: HeldWork): Promise<boolean>;
  /**
   * The same in the midst of a long turn, each step of which is written down: work that gets on is no suspect of having ended the
   * processes that it was with, however often it was taken up.
   */
  gotOn(tx: Tx, work: HeldWork): Promise<boolean>;
  /** After an attempt: run again. Answers false where the row is gone or not on this attempt any more. */
  reschedule(tx: Tx, work: HeldWork, next: NextRun): Promise<boolean>;
  /** After an attempt: no more. */
  finish(tx: Tx, work: HeldWork): Promise<boolean>;
  /** Ends a subject's work of these kinds; an attempt under way finds its row gone. */
  cancel(tx: Tx, subject: string, kinds: readonly string[]): Promise<void>;
  /** Makes waiting work due at another instant; answers false where there is none waiting. */
  moveTo(tx: Tx, kind: string, subject: string, dueAt: number): Promise<boolean>;
  /** After a tool was changed: its work that has not started obeys the new limit and origins. */
  retarget(tx: Tx, target: LaneTarget): Promise<void>;
  /** Tells the engine that rows which it did not lay down itself are due. */
  wake(): void;
  start(): Promise<void>;
  /** Releases what has not started, waits for calls in flight up to `graceMs`, then aborts them and waits for their settling. */
  stop(graceMs: number): Promise<void>;
}
