import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { WorkClaims } from '../../storage/work-claims.js';
import type { WorkKey, WorkStore } from '../../storage/work-store.js';
import type { Place, WorkSource } from '../work-source.js';

/** The limits of a lane hold within the process, which is the only one. */
const ANY_PLACE: Place = { leave: () => undefined };

/**
 * The source of one process on SQLite: due work is an index query. Claims are cleared at the start (a lock file keeps a second
 * process out), so a restart waits for nothing.
 */
export class TableSource implements WorkSource {
  constructor(
    private readonly claims: WorkClaims,
    private readonly work: Pick<WorkStore, 'putOff'>,
    private readonly unit: UnitOfWork,
  ) {}

  async open(): Promise<void> {
    await this.unit.run((tx) => this.claims.clear(tx));
  }

  takeDue(now: number, limit: number, fullLanes: readonly string[]): Promise<WorkRow[]> {
    return this.unit.run((tx) => this.claims.takeDue(tx, now, limit, fullLanes));
  }

  /** There is one line, and nobody to leave anything to. */
  async takeUrgent(): Promise<WorkRow[]> {
    return [];
  }

  takeThese(now: number, these: readonly WorkKey[], fullLanes: readonly string[]): Promise<WorkRow[]> {
    return this.unit.run((tx) => this.claims.takeThese(tx, now, these, fullLanes));
  }

  takeSetAside(lane: string, limit: number): Promise<WorkRow[]> {
    return this.unit.run((tx) => this.claims.takeSetAside(tx, lane, limit));
  }

  async tellWanted(): Promise<false> {
    return false;
  }

  begin(suspects: readonly WorkRow[]): Promise<void> {
    return this.unit.run((tx) => this.claims.begin(tx, suspects));
  }

  async giveBack(works: readonly WorkRow[], notBefore?: number): Promise<void> {
    await this.unit.run(async (tx) => {
      if (notBefore === undefined) await this.claims.giveBack(tx, works);
      else for (const work of works) await this.work.putOff(tx, work, notBefore);
    });
  }

  nextDueAt(): Promise<number | null> {
    return this.claims.nextDueAt();
  }

  isSure(): boolean {
    return true;
  }

  place(): Place {
    return ANY_PLACE;
  }

  async close(): Promise<void> {
    // Its table is the database's.
  }
}
