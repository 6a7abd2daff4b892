import type { Tx } from './database/unit-of-work.js';
import type { WorkRow } from './entities/work.js';

/** A row of work that nobody holds, and its instant. */
export type WaitingWork = Pick<WorkRow, 'work_id' | 'kind' | 'due_at'>;

/** What must know, within the same transaction, for when a row of work waits: the queue of many processes, or who watches the clock. */
export interface WorkQueue {
  /** A row was laid down. */
  laid(tx: Tx, work: WaitingWork): Promise<void> | void;
  /** These wait for another instant than before, or wait again after somebody held them. */
  waiting(tx: Tx, works: readonly WaitingWork[]): Promise<void> | void;
  /** These are gone. */
  ended(tx: Tx, works: readonly Pick<WorkRow, 'work_id' | 'kind'>[]): Promise<void> | void;
}

export const NO_QUEUE: WorkQueue = { laid: () => undefined, waiting: () => undefined, ended: () => undefined };
