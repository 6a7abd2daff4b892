import { AsyncResource } from 'node:async_hooks';
import type { Clock } from '../../domain/clock.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { NewWork, NextRun, WorkKey, WorkStore } from '../../storage/work-store.js';
import type { HeldWork, LaneTarget, WorkEngine } from '../work-engine.js';
import { Lanes, LANE_HOLDS, type LaneLimits } from './lanes.js';

/** Rows claimed in one statement. */
const CLAIM_BATCH = 500;
/** Rows taken back at once into a lane that had set some aside. */
const REFILL = LANE_HOLDS / 2;
/** News remembered by name while there is a backlog; what comes beyond that waits for its turn in it. */
const NEWS_HELD = 500;
/** Longest sleep: what another clock, or a hand in the database, made due is found within it. */
const MAX_SLEEP_MS = 250;

export interface EmbeddedEngineParts {
  readonly work: WorkStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly limits: LaneLimits;
  /** Runs one attempt; never throws. */
  readonly attempt: (work: WorkRow, signal: AbortSignal) => Promise<void>;
  readonly broke: (error: unknown) => void;
}

/**
 * The engine of one process on SQLite: due work is an index query, claimed in batches and run under the lanes' limits.
 * Claims are cleared at the start (a lock file keeps a second process out), so a restart waits for nothing.
 */
export class EmbeddedEngine implements WorkEngine {
  private readonly lanes: Lanes;
  private readonly flights = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly retargets: LaneTarget[] = [];
  /** What was made due since the last claim. */
  private readonly news: WorkKey[] = [];
  /** Begun by whoever wakes it, yet never inside a unit of theirs: it would claim, and start, what is not committed. */
  private readonly pumpApart = AsyncResource.bind(() => this.pump());
  private timer: NodeJS.Timeout | null = null;
  private pumping: Promise<void> | null = null;
  private again = false;
  private open = false;

  constructor(private readonly parts: EmbeddedEngineParts) {
    this.lanes = new Lanes(parts.limits);
  }

  /** Whether due work is being started. */
  get isOpen(): boolean {
    return this.open;
  }

  get inFlight(): number {
    return this.lanes.inFlight;
  }

  async enqueue(tx: Tx, work: NewWork): Promise<boolean> {
    this.wakeFor(tx, work.due_at, work);
    return this.parts.work.add(tx, work);
  }

  async reschedule(tx: Tx, work: HeldWork, next: NextRun): Promise<boolean> {
    this.wakeFor(tx, next.dueAt);
    return this.parts.work.reschedule(tx, work, next);
  }

  finish(tx: Tx, work: HeldWork): Promise<boolean> {
    return this.parts.work.finish(tx, work);
  }

  cancel(tx: Tx, subject: string, kinds: readonly string[]): Promise<void> {
    return this.parts.work.cancel(tx, subject, kinds);
  }

  async moveTo(tx: Tx, kind: string, subject: string, dueAt: number): Promise<boolean> {
    this.wakeFor(tx, dueAt, { kind, subject });
    return this.parts.work.moveTo(tx, kind, subject, dueAt);
  }

  async retarget(tx: Tx, target: LaneTarget): Promise<void> {
    await this.parts.work.retarget(tx, target.lane, target.limit, target.origins);
    tx.afterCommit(() => {
      this.retargets.push(target);
      this.wake();
    });
  }

  async start(): Promise<void> {
    await this.parts.unit.run((tx) => this.parts.work.clearClaims(tx));
    this.open = true;
    this.wake();
  }

  wake(): void {
    if (!this.open) return;
    this.again = true;
    this.pumping ??= this.pumpApart().finally(() => {
      this.pumping = null;
      if (this.again) this.wake(); // woken while it was working out how long to sleep
    });
  }

  async stop(graceMs: number): Promise<void> {
    this.open = false;
    if (this.timer) clearTimeout(this.timer);
    await this.pumping;
    const unstarted = this.lanes.drain().map((work) => work.work_id);
    await this.parts.unit.run((tx) => this.parts.work.release(tx, unstarted)).catch(this.parts.broke);
    const deadline = setTimeout(() => this.stopping.abort(), graceMs);
    while (this.flights.size > 0) await Promise.allSettled(this.flights);
    clearTimeout(deadline);
  }

  /** Only work that is due within the next sleep needs the loop to be told. */
  private wakeFor(tx: Tx, dueAt: number, { kind, subject }: Partial<WorkKey> = {}): void {
    if (dueAt > this.parts.clock.now() + MAX_SLEEP_MS) return;
    tx.afterCommit(() => {
      if (kind && subject && this.news.length < NEWS_HELD) this.news.push({ kind, subject });
      this.wake();
    });
  }

  private async pump(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    let sleep = MAX_SLEEP_MS;
    try {
      for (let more = false; this.open && (this.again || more);) {
        this.again = false;
        more = await this.claim();
      }
      sleep = await this.untilNextDue();
    } catch (error) {
      this.parts.broke(error);
    }
    if (this.open) this.timer = setTimeout(() => this.wake(), sleep);
  }

  /** Takes one batch of what is due and refills one lane, so that neither waits for the other; answers whether there may be more. */
  private async claim(): Promise<boolean> {
    const { work, unit, clock } = this.parts;
    // Here, where no claim is under way: its rows would bring the old limit back.
    for (const target of this.retargets.splice(0)) this.lanes.retarget(target);
    const news = this.news.splice(0);
    const due = await unit.run((tx) => work.claimDue(tx, clock.now(), CLAIM_BATCH, this.lanes.full()));
    this.take(due);
    const backlog = due.length === CLAIM_BATCH;
    // A sweep makes many rows due in one instant: what was laid down after it need not wait until all of them are taken.
    if (backlog && news.length > 0 && this.open)
      this.take(await unit.run((tx) => work.claimThese(tx, clock.now(), news, this.lanes.full())));
    const refilled = this.open && (await this.refill());
    return backlog || refilled;
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
    this.launch();
  }

  private launch(): void {
    while (this.open) {
      const work = this.lanes.next();
      if (!work) return;
      this.fly(work);
    }
  }

  private fly(work: WorkRow): void {
    const attempt = this.parts.attempt(work, this.stopping.signal).catch(this.parts.broke);
    const flight = attempt.finally(() => {
      this.flights.delete(flight);
      this.lanes.done(work);
      if (!this.open) return;
      this.launch();
      if (this.lanes.wantsRefill(work.lane)) this.wake();
    });
    this.flights.add(flight);
  }

  private async untilNextDue(): Promise<number> {
    const next = await this.parts.work.nextDueAt();
    if (next === null) return MAX_SLEEP_MS;
    return Math.min(MAX_SLEEP_MS, Math.max(0, next - this.parts.clock.now()));
  }
}
