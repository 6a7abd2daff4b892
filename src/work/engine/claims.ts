import type { Clock } from '../../domain/clock.js';
import { CLAIM, type WorkRow } from '../../storage/entities/work.js';
import type { WorkKey } from '../../storage/work-store.js';
import type { ClockJumps } from '../clock-jumps.js';
import type { LaneTarget } from '../work-engine.js';
import type { WorkSource } from '../work-source.js';
import type { Lanes } from './lanes.js';
import type { Suspects } from './suspects.js';

/** Lanes that get rows back at once: each takes a connection for a moment. */
const REFILLS_AT_ONCE = 8;
/** News remembered by name while there is a backlog; what comes beyond that waits for its turn in it. */
const NEWS_HELD = 500;
/** What is passed on to other processes waits so long, and up to as long again. */
const PASSED_ON_MS = 100;
/** A suspect that cannot be begun now is looked at again after up to so long: they may be many. */
const SUSPECT_WAITS_MS = 10_000;

export interface ClaimParts {
  readonly source: WorkSource;
  readonly clock: Clock;
  readonly jumps: Pick<ClockJumps, 'settle'>;
  readonly random: () => number;
  /** Told of work that was taken up too often and is taken up no more. */
  readonly quarantined: (work: WorkRow) => void;
}

/** Takes due work from its source into the lanes, a step at a time, and gives back what cannot run. */
export class Claims {
  private readonly retargets: LaneTarget[] = [];
  private readonly stranded: WorkRow[] = [];
  private readonly news: WorkKey[] = [];
  /** The instant by which all that is due was to be taken when the present backlog began; null where there is none. */
  private backlogOf: number | null = null;
  private wasSated = false;
  /** Subjects of checks. */
  private readonly wanted: string[] = [];

  constructor(
    private readonly parts: ClaimParts,
    private readonly lanes: Lanes,
    private readonly suspects: Suspects,
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

  /** Gives back what others may begin sooner, so that it is not taken up here again at once. */
  passOn(works: readonly WorkRow[]): void {
    const { source, clock, random } = this.parts;
    const notBefore = Math.ceil(clock.now() + PASSED_ON_MS * (1 + random()));
    source.giveBack(works, notBefore).catch(() => this.stranded.push(...works));
  }

  /** What is held though it does not run any more. */
  get strandedRows(): readonly WorkRow[] {
    return this.stranded;
  }

  /** Whether the last step left what is due to others, and there is room for more of it now. */
  get isHungry(): boolean {
    return this.wasSated && !this.lanes.hasEnough;
  }

  /** One step: a batch of what is due, and rows for lanes that have room again, so that neither waits for the other. Answers whether there may be more. */
  async step(): Promise<boolean> {
    const { source, jumps } = this.parts;
    // Here, where no claim is under way: its rows would bring the old limit back.
    for (const target of this.retargets.splice(0)) this.lanes.retarget(target);
    await jumps.settle();
    const now = this.nowUnlessItJumps();
    await this.giveBack();
    const news = this.news.splice(0);
    this.lanes.shorten(now(), new Set(this.wanted.splice(0)));
    this.wasSated = this.lanes.hasEnough;
    const backlog = this.wasSated ? await this.takeUrgent(now()) : await this.takeDue(now());
    // A sweep makes many rows due in one instant: what was laid down after it need not wait until all of them are taken.
    if ((backlog || this.wasSated) && news.length > 0)
      await this.take(await source.takeThese(now(), news, this.lanes.full()), now());
    return (await this.refill(now())) || backlog;
  }

  /** The calendar as it goes on from here: a jump that comes within a step is for the next one, which moves the work first. */
  private nowUnlessItJumps(): () => number {
    const { clock } = this.parts;
    const [from, began] = [clock.now(), clock.elapsed()];
    return () => from + Math.floor(clock.elapsed() - began);
  }

  /** Gives back what was taken and has not started. */
  async release(): Promise<void> {
    const rows = [...this.lanes.drain(), ...this.stranded];
    if (rows.length > 0) await this.parts.source.giveBack(rows);
  }

  private async takeDue(now: number): Promise<boolean> {
    const due = await this.parts.source.takeDue(now, this.lanes.batch, this.lanes.full());
    const backlog = this.noteBacklog(due, now);
    await this.take(due, now);
    return backlog;
  }

  /** A sweep may fill this process for seconds: a buyer's new order does not wait for that. */
  private async takeUrgent(now: number): Promise<false> {
    if (!this.lanes.hasEnoughUrgent)
      await this.take(await this.parts.source.takeUrgent(now, this.lanes.batch, this.lanes.full()), now);
    return false;
  }

  /**
   * Answers whether there may be more, and tells the lanes. A backlog is over once all that was due when it began has been taken: what
   * became due meanwhile is the next, else one that never ends would bound its owners for ever.
   */
  private noteBacklog(due: readonly WorkRow[], now: number): boolean {
    const isThere = due.length >= this.lanes.batch;
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
    await this.parts.source.giveBack(rows);
    this.stranded.splice(0, rows.length);
  }

  /** Takes rows that were set aside back into lanes that have room, as many as a batch holds; answers whether there was such a lane. */
  private async refill(now: number): Promise<boolean> {
    const lanes = new Set<string>();
    let room = this.lanes.batch;
    for (let lane = this.lanes.nextRefill(); lane !== null && !lanes.has(lane); lane = this.lanes.nextRefill()) {
      lanes.add(lane);
      room -= this.lanes.refillOf(lane);
      if (room <= 0 || lanes.size >= REFILLS_AT_ONCE) break;
    }
    const refilled = await Promise.allSettled([...lanes].map((lane) => this.refillLane(lane, now)));
    for (const one of refilled) if (one.status === 'rejected') throw one.reason;
    return lanes.size > 0;
  }

  private async refillLane(lane: string, now: number): Promise<void> {
    const most = this.lanes.refillOf(lane);
    const rows = await this.parts.source.takeSetAside(lane, most);
    if (rows.length < most) this.lanes.clearOverflow(lane);
    await this.take(rows, now);
  }

  private async take(rows: readonly WorkRow[], now: number): Promise<void> {
    const suspects: WorkRow[] = [];
    for (const row of rows) {
      if (row.claim === CLAIM.quarantined) this.parts.quarantined(row);
      else if (row.claim === CLAIM.setAside) this.lanes.markOverflow(row);
      else if (this.suspects.isOne(row)) suspects.push(row);
      else this.lanes.add(row);
    }
    if (suspects.length > 0) await this.takeSuspects(suspects, now);
    this.filled();
  }

  private async takeSuspects(rows: readonly WorkRow[], now: number): Promise<void> {
    const { source, random } = this.parts;
    const begun = rows.filter((row) => this.suspects.admits(row));
    const refused = rows.filter((row) => !begun.includes(row));
    for (const row of begun) this.lanes.add(row);
    try {
      await source.giveBack(refused, Math.ceil(now + random() * SUSPECT_WAITS_MS));
    } catch (error) {
      this.stranded.push(...refused);
      throw error;
    }
  }
}
