import { AsyncResource } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../domain/clock.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { HeldWork, NewWork, NextRun, WorkKey, WorkStore } from '../../storage/work-store.js';
import type { ClockJumps } from '../clock-jumps.js';
import type { LaneTarget, WorkEngine } from '../work-engine.js';
import type { WorkSource } from '../work-source.js';
import { Claims } from './claims.js';
import { Flights } from './flights.js';
import { Lanes, type Appetite, type LaneLimits } from './lanes.js';
import { Suspects } from './suspects.js';

/** Longest sleep: what another clock, or a hand in the database, made due is found within it. */
const MAX_SLEEP_MS = 250;
/** Work for an instant of the calendar that was claimed before the clock jumped back starts at most so early. */
const MOST_EARLY_MS = 1_000;

export interface LanedEngineParts {
  readonly source: WorkSource;
  readonly work: WorkStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** Looked at before anything is claimed. */
  readonly jumps: Pick<ClockJumps, 'settle'>;
  readonly limits: LaneLimits;
  /** Left out: whatever is due. */
  readonly appetite?: Appetite;
  readonly random: () => number;
  /** Runs one attempt; throws only where the row could neither be settled nor put back. */
  readonly attempt: (work: WorkRow, signal: AbortSignal) => Promise<void>;
  /** The same for rows that may go in one call. */
  readonly attemptGroup: (works: readonly WorkRow[], signal: AbortSignal) => Promise<void>;
  readonly broke: (error: unknown) => void;
  /** Work that was taken up too often and never ended: it is taken up no more until a person wants it. */
  readonly quarantined: (work: WorkRow) => void;
  /** Waiting work was made due by somebody, and not by its plan; told before it runs. */
  readonly moved?: (work: WorkKey) => void;
}

/** The engine: due work is taken from its source in batches and run under the lanes' limits. */
export class LanedEngine implements WorkEngine {
  private readonly lanes: Lanes;
  private readonly claims: Claims;
  private readonly suspects = new Suspects();
  private readonly flights: Flights;
  private readonly stopping = new AbortController();
  private readonly closing = new AbortController();
  /** Begun by whoever wakes it, yet never inside a unit of theirs: it would claim, and start, what is not committed. */
  private readonly pumpApart = AsyncResource.bind(() => this.pump());
  private timer: NodeJS.Timeout | null = null;
  private pumping: Promise<void> | null = null;
  private again = false;
  private open = false;

  constructor(private readonly parts: LanedEngineParts) {
    // Each attempt may listen to it: that many are no leak.
    setMaxListeners(0, this.stopping.signal, this.closing.signal);
    this.lanes = new Lanes(parts.limits, parts.appetite);
    this.claims = new Claims(parts, this.lanes, this.suspects, () => this.launch());
    this.flights = new Flights({
      ...{ ...parts, lanes: this.lanes, claims: this.claims, suspects: this.suspects, signal: this.stopping.signal },
      isOpen: () => this.open,
      launch: () => this.launch(),
      wake: () => this.wake(),
    });
  }

  /** Whether due work is being started. */
  get isOpen(): boolean {
    return this.open;
  }

  /** Aborted as soon as it is told to stop; calls under way go on then, for a while. */
  get whenClosing(): AbortSignal {
    return this.closing.signal;
  }

  get inFlight(): number {
    return this.lanes.inFlight;
  }

  /** What was taken and has not started. */
  get waits(): Pick<Lanes, 'waiting' | 'waitingForPlace'> {
    return this.lanes;
  }

  async enqueue(tx: Tx, work: NewWork): Promise<boolean> {
    this.wakeFor(tx, work.due_at, work);
    return this.parts.work.add(tx, work);
  }

  holds(tx: Tx, work: HeldWork): Promise<boolean> {
    return this.parts.work.holds(tx, work);
  }

  gotOn(tx: Tx, work: HeldWork): Promise<boolean> {
    return this.parts.work.gotOn(tx, work);
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
    // Looks are moved by persons; messages by what their stream holds.
    if (kind === 'check' && !(await this.parts.source.tellWanted(tx, { kind, subject })))
      tx.afterCommit(() => this.wanted({ kind, subject }));
    this.wakeFor(tx, dueAt, { kind, subject });
    return this.parts.work.moveTo(tx, kind, subject, dueAt);
  }

  async retarget(tx: Tx, target: LaneTarget): Promise<void> {
    await this.parts.work.retarget(tx, target.lane, target.limit, target.origins, target.groupLimit);
    tx.afterCommit(() => {
      this.claims.retarget(target);
      this.wake();
    });
  }

  async start(): Promise<void> {
    await this.parts.source.open({
      held: () => this.held(),
      wake: () => this.wake(),
      lapsed: () => this.letGo(),
      wanted: (work) => this.wanted(work),
    });
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
    this.closing.abort();
    if (this.timer) clearTimeout(this.timer);
    await this.pumping;
    await this.claims.release().catch(this.parts.broke);
    const deadline = setTimeout(() => this.stopping.abort(), graceMs);
    await this.flights.ended();
    clearTimeout(deadline);
    await this.claims.release().catch(this.parts.broke);
    await this.parts.source.close();
  }

  /** Only work that is due within the next sleep needs the loop to be told. */
  private wakeFor(tx: Tx, dueAt: number, news?: WorkKey): void {
    if (dueAt > this.parts.clock.now() + MAX_SLEEP_MS) return;
    tx.afterCommit(() => {
      if (news) this.claims.hear(news);
      this.wake();
    });
  }

  private async pump(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    let sleep = MAX_SLEEP_MS;
    try {
      for (let more = false; this.open && (this.again || more);) {
        this.again = false;
        more = await this.claims.step();
      }
      sleep = await this.untilNextDue();
    } catch (error) {
      this.parts.broke(error);
    }
    if (this.open) this.timer = setTimeout(() => this.wake(), sleep);
  }

  private wanted(work: WorkKey): void {
    this.parts.moved?.(work);
    this.claims.want(work);
  }

  /** What is taken and neither written by its attempt nor given back. */
  private held(): WorkRow[] {
    return [...this.lanes.waiting(), ...this.flights.works(), ...this.claims.strandedRows];
  }

  private launch(): void {
    while (this.open) {
      // What may have been taken for dead begins nothing: who has taken it over runs it, and what nobody has is given back.
      if (!this.parts.source.isSure()) return this.letGo();
      const work = this.lanes.next();
      if (!work) return this.lookAgain();
      if (this.isTooEarly(work)) this.giveBack(work);
      else this.flights.begin(work);
    }
  }

  private letGo(): void {
    for (const work of this.lanes.drain()) {
      this.suspects.done(work);
      this.claims.strand(work);
    }
  }

  private lookAgain(): void {
    if (this.lanes.wantsLook) this.wake();
  }

  private isTooEarly({ by_clock, due_at }: WorkRow): boolean {
    return by_clock === 1 && due_at > this.parts.clock.now() + MOST_EARLY_MS;
  }

  /** To the table, where it waits for its instant by the clock as it is now. */
  private giveBack(work: WorkRow): void {
    this.lanes.done(work);
    this.suspects.done(work);
    this.claims.strand(work);
    this.wake();
  }

  private async untilNextDue(): Promise<number> {
    const next = await this.parts.source.nextDueAt();
    if (next === null) return MAX_SLEEP_MS;
    return Math.min(MAX_SLEEP_MS, Math.max(0, next - this.parts.clock.now()));
  }
}
