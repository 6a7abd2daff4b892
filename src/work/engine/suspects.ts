import type { WorkRow } from '../../storage/entities/work.js';
import { SUSPECT_AT } from '../../storage/work-claims.js';

/** Suspects at once, as long as they are many. */
const MOST = 16;

/**
 * Work that was taken up several times and never ended: each time the process died before. One piece of it may be the cause (an answer that
 * costs more memory than there is, say), and the others were only there. So suspects are begun a few at a time, and from their second
 * such try on one by one: those that end are free of it, and the cause is alone with its last tries.
 */
export class Suspects {
  /** Their tries, by their ids. */
  private readonly running = new Map<string, number>();

  isOne({ tries }: WorkRow): boolean {
    return tries >= SUSPECT_AT;
  }

  /** Whether this suspect may be begun now; it counts as running until `done`. */
  admits({ work_id, tries }: WorkRow): boolean {
    const isAlone = tries > SUSPECT_AT;
    const like = [...this.running.values()].filter((other) => other > SUSPECT_AT === isAlone);
    if (like.length >= (isAlone ? 1 : MOST)) return false;
    this.running.set(work_id, tries);
    return true;
  }

  done({ work_id }: WorkRow): void {
    this.running.delete(work_id);
  }
}
