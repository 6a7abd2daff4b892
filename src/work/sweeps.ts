import type { Clock } from '../domain/clock.js';
import { newId } from '../domain/ids.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { SweepStore, SweepTally } from '../storage/sweep-store.js';
import type { WorkStore } from '../storage/work-store.js';
import type { WorkEngine } from './work-engine.js';
import type { AttemptReport } from './work-kinds.js';

export interface OpenedSweep {
  readonly sweepId: string;
  /** Checks that were due when it was opened. */
  readonly due: number;
}

/** Stands for the sweep that was opened last, by whichever process. */
const THE_NEWEST = '';

/**
 * The sweep: at each tick of `SWEEP_CRON` everything that waits for it is due. The checks themselves were laid down for that
 * instant and run like all other work; a sweep is the row that says how it went. Counts are gathered in memory and written
 * down twice a second: statistics, which a crash may shorten, never the orders themselves.
 */
export class Sweeps {
  private current: string | null = null;
  private readonly tallies = new Map<string, SweepTally>();

  constructor(
    private readonly sweeps: SweepStore,
    private readonly work: WorkStore,
    private readonly unit: UnitOfWork,
    private readonly engine: Pick<WorkEngine, 'wake'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens the sweep of a tick, once, whoever comes first; answers null where it was open. What is checked from now on counts
   * for it either way.
   */
  async openTick(tickAt: number): Promise<OpenedSweep | null> {
    return this.unit.run(async (tx) => {
      const sweep = { sweepId: newId('swp'), due: await this.work.countDueChecks(tx, tickAt) };
      const row = { sweep_id: sweep.sweepId, tick_at: tickAt, manual: 0, opened_at: this.clock.now(), due: sweep.due };
      const opened = await this.sweeps.open(tx, row);
      this.begin(tx, opened ? sweep.sweepId : await this.sweeps.ofTick(tx, tickAt));
      return opened ? sweep : null;
    });
  }

  /** Sweeps now: whatever waits for the next tick is due at once; with `all`, whatever waits at all. */
  async openNow(all: boolean): Promise<OpenedSweep> {
    const now = this.clock.now();
    return this.unit.run(async (tx) => {
      await this.work.bringChecksForward(tx, now, all);
      const sweep = { sweepId: newId('swp'), due: await this.work.countDueChecks(tx, now) };
      await this.sweeps.open(tx, { sweep_id: sweep.sweepId, tick_at: now, manual: 1, opened_at: now, due: sweep.due });
      this.begin(tx, sweep.sweepId);
      return sweep;
    }, 'anew');
  }

  /** Once the sweep is on disk, checks count for it, and what became due with it runs. */
  private begin(tx: Tx, sweepId: string | null): void {
    tx.afterCommit(() => {
      this.current = sweepId;
      this.engine.wake();
    });
  }

  /** Counts a check that was laid down for a sweep. */
  count(work: WorkRow, report: AttemptReport, startedAt: number): void {
    const sweepId = this.sweeps.isShared ? THE_NEWEST : this.current;
    if (work.by_sweep !== 1 || report.isSentOn || sweepId === null) return;
    const answered = report.changed || report.outcome === 'processing' || report.outcome === 'not_modified';
    this.tally(sweepId, {
      checked: 1,
      changed: report.changed ? 1 : 0,
      failed: answered ? 0 : 1,
      lateness_ms: Math.max(0, startedAt - work.due_at),
      last_checked_at: this.clock.now(),
    });
  }

  /** Writes down what was counted since the last time; what could not be written is kept for the next. */
  async writeDown(): Promise<void> {
    const tallies = [...this.tallies];
    this.tallies.clear();
    if (tallies.length === 0) return;
    const written = this.add(tallies);
    await written.catch((error: unknown) => {
      for (const [sweepId, tally] of tallies) this.tally(sweepId, tally);
      throw error;
    });
  }

  private async add(tallies: readonly [string, SweepTally][]): Promise<void> {
    const newest = this.sweeps.isShared ? await this.sweeps.newest() : null;
    await this.unit.run(async (tx) => {
      for (const [sweepId, tally] of tallies) await this.sweeps.add(tx, sweepId || (newest ?? ''), tally);
    });
  }

  private tally(sweepId: string, more: SweepTally): void {
    const known = this.tallies.get(sweepId);
    if (!known) return void this.tallies.set(sweepId, more);
    this.tallies.set(sweepId, {
      checked: known.checked + more.checked,
      changed: known.changed + more.changed,
      failed: known.failed + more.failed,
      lateness_ms: Math.max(known.lateness_ms, more.lateness_ms),
      last_checked_at: Math.max(known.last_checked_at ?? 0, more.last_checked_at ?? 0),
    });
  }
}
