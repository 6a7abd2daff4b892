import type { Clock } from '../../domain/clock.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { WorkKey, WorkStore } from '../../storage/work-store.js';
import type { ClockJumps } from '../clock-jumps.js';
import type { LaneTarget } from '../work-engine.js';
import { LANE_HOLDS, type Lanes } from './lanes.js';

/** Rows claimed in one statement. */
const CLAIM_BATCH = 500;
/** Rows taken back at once into a lane that had set some aside. */
const REFILL = LANE_HOLDS / 2;
/** News remembered by name while there is a backlog; what comes beyond that waits for its turn in it. */
const NEWS_HELD = 500;

export interface ClaimParts {
  readonly work: WorkStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly jumps: Pick<ClockJumps, 'settle'>;
}

/** Takes due work from the table into the lanes, a step at a time, and gives back what cannot run. */
export class Claims {
  private readonly retargets: LaneTarget[] = [];
  private readonly stranded: WorkRow[] = [];
  private readonly news: WorkKey[] = [];
  /** The instant by which all that is due was to be taken when the present backlog began; null where there is none. */
  private backlogOf: number | null = null;
  /** Subjects of checks. */
  private readonly wanted: string[] = [];

  constructor(
    private readonly parts: ClaimParts,
    private readonly lanes: Lanes,
    /** Called when the lanes hold more than before. */
    private readonly filled: () => void,
  ) {}

  /** Something was made due just now. */
  hear({ kind, subject }: WorkKey): void {
    if (this.news.length < NEWS_HELD) this.news.push({ kind, subject });
  }

  /** A person wants it now. */
  want({ kind, subject }: WorkKey): void {
    if (kind === 'check' && this.wanted.length < NEWS_HELD) this.wanted.push(subject);
  }

  /** A lane was changed in the table. */
  retarget(target: LaneTarget): void {
    this.retargets.push(target);
  }

  /** An attempt could not write down how it ended. */
  strand(work: WorkRow): void {
    this.stranded.push(work);
  }

  /** One step: a batch of what is due, and rows for one lane that has room again, so that neither waits for the other. Answers whether there may be more. */
  async step(): Promise<boolean> {
    const { work, unit, jumps } = this.parts;
    // Here, where no claim is under way: its rows would bring the old limit back.
    for (const target of this.retargets.splice(0)) this.lanes.retarget(target);
    await jumps.settle();
    const now = this.nowUnlessItJumps();
    await this.giveBack();
    const news = this.news.splice(0);
    this.lanes.shorten(now(), new Set(this.wanted.splice(0)));
    const due = await unit.run((tx) => work.claimDue(tx, now(), CLAIM_BATCH, this.lanes.full()));
    const backlog = this.noteBacklog(due, now());
    this.take(due);
    // A sweep makes many rows due in one instant: what was laid down after it need not wait until all of them are taken.
    if (backlog && news.length > 0)
      this.take(await unit.run((tx) => work.claimThese(tx, now(), news, this.lanes.full())));
    return (await this.refill()) || backlog;
  }

  /** The calendar as it goes on from here: a jump that comes within a step is for the next one, which moves the work first. */
  private nowUnlessItJumps(): () => number {
    const { clock } = this.parts;
    const [from, began] = [clock.now(), clock.elapsed()];
    return () => from + Math.floor(clock.elapsed() - began);
  }

  /** Gives back what was taken and has not started. */
  async release(): Promise<void> {
    const { work, unit } = this.parts;
    const unstarted = this.lanes.drain();
    await unit.run((tx) => work.release(tx, [...unstarted, ...this.stranded]));
  }

  /**
   * Answers whether there may be more, and tells the lanes. A backlog is over once all that was due when it began has been taken: what
   * became due meanwhile is the next, else one that never ends would bound its owners for ever.
   */
  private noteBacklog(due: readonly WorkRow[], now: number): boolean {
    const isThere = due.length === CLAIM_BATCH;
    const begins = isThere && (this.backlogOf === null || (due.at(-1)?.due_at ?? 0) > this.backlogOf);
    if (begins || !isThere) {
      this.backlogOf = isThere ? now : null;
      this.lanes.looked();
    }
    if (isThere) this.lanes.walked(due);
    return isThere;
  }

  /** After the database failed: due as before, so that they run again. */
  private async giveBack(): Promise<void> {
    if (this.stranded.length === 0) return;
    const rows = [...this.stranded];
    await this.parts.unit.run((tx) => this.parts.work.release(tx, rows));
    this.stranded.splice(0, rows.length);
  }

  /** Takes rows that were set aside back into one lane that has room; answers whether there was such a lane. */
  private async refill(): Promise<boolean> {
    const { work, unit } = this.parts;
    const lane = this.lanes.nextRefill();
    if (lane === null) return false;
    const rows = await unit.run((tx) => work.claimOverflow(tx, lane, REFILL));
    if (rows.length < REFILL) this.lanes.clearOverflow(lane);
    this.take(rows);
    return true;
  }

  private take(rows: readonly WorkRow[]): void {
    for (const row of rows) {
      if (row.claim === 2) this.lanes.markOverflow(row.lane);
      else this.lanes.add(row);
    }
    this.filled();
  }
}
