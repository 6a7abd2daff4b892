import type { WorkRow } from '../storage/entities/work.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkKey } from '../storage/work-store.js';

/** A place for one call of a lane, among all processes; given back when the call is over. */
export interface Place {
  leave(): void;
}

/** What a source asks and tells its engine. */
export interface SourceHooks {
  /** What this process holds just now. */
  held(): Iterable<WorkRow>;
  /** There may be something to take. */
  wake(): void;
  /** This process may have been taken for dead: what it has not begun may be with others. */
  lapsed(): void;
  /** A person wants this now, through whichever process. */
  wanted(work: WorkKey): void;
}

/**
 * Where an engine takes due work from, and gives it back to: the table itself where one process has it, or a queue that many share.
 * What it gives is held for this process until the row is written by its attempt or given back.
 */
export interface WorkSource {
  /** Before anything is taken. */
  open(engine: SourceHooks): Promise<void>;
  /** Takes up to `limit` due rows, oldest first. Rows of many kinds of a lane that is full are set aside, those tried too often put under quarantine: `claim` says so. */
  takeDue(now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]>;
  /** The same of what somebody waits for, taken by those that hold enough of everything else, too; nothing where there is no such line. */
  takeUrgent(now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]>;
  /** Takes these out of turn, as far as they are due and nobody holds them. */
  takeThese(now: number, these: readonly WorkKey[], fullLanes: readonly string[]): Promise<WorkRow[]>;
  /** Takes up to `limit` rows that were set aside because their lane was full. */
  takeSetAside(lane: string, limit: number): Promise<WorkRow[]>;
  /** Tells every process, this one included, that a person wants this now; false where there is no other: then nobody is told. */
  tellWanted(tx: Tx, work: WorkKey): Promise<boolean>;
  /** Notes that these are begun, which may be what ends processes. */
  begin(suspects: readonly WorkRow[]): Promise<void>;
  /** Gives back what has not begun: it waits as before, or until `notBefore`. */
  giveBack(works: readonly WorkRow[], notBefore?: number): Promise<void>;
  /** When something is due that nobody holds; null where nobody can say. */
  nextDueAt(): Promise<number | null>;
  /** Whether what is held is still held for sure: a process that stood still may have been taken for dead. */
  isSure(): boolean;
  /** One of so many places of a lane; null where other processes have them all. */
  place(lane: string, limit: number): Promise<Place | null> | Place;
  close(): Promise<void>;
}
