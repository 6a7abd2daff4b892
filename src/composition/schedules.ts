import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { nextTick } from '../domain/cron-ticks.js';
import type { Clock } from '../domain/clock.js';
import type { ExpireOrders } from '../orders/expire-orders.js';
import type { LogEvents } from '../telemetry/log-events.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { CleanFiles } from '../upkeep/clean-files.js';
import type { WatchState } from '../upkeep/alerts/watch-state.js';
import type { ForgetOld } from '../upkeep/forget-old.js';
import type { Company, Task } from '../storage/database/company.js';
import type { ClockJumps } from '../work/clock-jumps.js';
import type { ExpirePolls } from '../work/polls/expire-polls.js';
import type { Sweeps } from '../work/sweeps.js';

/** The timer of the sweep looks at the clock at least so often: what that says may be set, also where nobody is told of it. */
const SWEEP_LOOKS_MS = 60_000;
const EXPIRE_EVERY_MS = 250;
const WRITE_DOWN_EVERY_MS = 500;
const CLEAN_EVERY_MS = 10 * 60_000;
/** What a crash has left is cleaned up soon, but not while everybody comes back at once. */
const CLEAN_FIRST_AFTER_MS = 30_000;
/** What has to be late for a minute is looked at five times in it. */
const RECONCILE_EVERY_MS = 3_600_000;
const ALERTS_EVERY_MS = 15_000;
const NIGHTLY_LOOKS_MS = 60_000;
const FORGET_EVERY_MS = 60 * 60_000;
const FORGET_FIRST_AFTER_MS = 5 * 60_000;

export interface ScheduleNeeds {
  readonly sweepCron: string;
  readonly sweeps: Sweeps;
  readonly jumps: Pick<ClockJumps, 'hear'>;
  readonly expire: ExpireOrders;
  readonly expirePolls: ExpirePolls;
  readonly clean: CleanFiles;
  readonly forgetOld: ForgetOld;
  /** One process at a time expires and cleans up. */
  readonly company: Pick<Company, 'onlyOne'>;
  /** Null where no operator is to be told. */
  readonly alerts: Pick<WatchState, 'look'> | null;
  /** Null where tools are not tested by night. */
  readonly nightly: { look(): Promise<void> } | null;
  /** Hands over work that a shared queue forgot. */
  readonly reconcile: () => Promise<void>;
  readonly clock: Clock;
  readonly log: LogEvents;
  readonly metrics: Metrics;
}

/** Everything that happens by the clock: the sweep, the expiry of orders and polls, the writing down of a sweep's counts, the clean-up of files, the removal of what is old. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private expectedTick: number;
  private stopped = false;

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly needs: ScheduleNeeds,
  ) {
    this.expectedTick = nextTick(needs.sweepCron, needs.clock.now());
  }

  onApplicationBootstrap(): void {
    this.startSweeping();
    this.needs.jumps.hear(() => this.replanSweep());
    this.every(
      'expire-orders',
      EXPIRE_EVERY_MS,
      this.alone('expire-orders', () => this.needs.expire.run()),
    );
    this.every(
      'expire-polls',
      EXPIRE_EVERY_MS,
      this.alone('expire-polls', () => this.needs.expirePolls.run()),
    );
    this.every('write-down-sweeps', WRITE_DOWN_EVERY_MS, () => this.needs.sweeps.writeDown());
    const { alerts } = this.needs;
    if (alerts) this.every('alerts', ALERTS_EVERY_MS, () => alerts.look());
    const { nightly } = this.needs;
    if (nightly)
      this.every(
        'nightly-tests',
        NIGHTLY_LOOKS_MS,
        this.alone('nightly-tests', () => nightly.look()),
      );
    const clean = this.alone('clean-files', () => this.needs.clean.run());
    const forget = this.alone('forget-old', () => this.needs.forgetOld.run());
    this.every('clean-files', CLEAN_EVERY_MS, clean);
    this.once('clean-files', CLEAN_FIRST_AFTER_MS, clean);
    this.every('forget-old', FORGET_EVERY_MS, forget);
    this.every('reconcile', RECONCILE_EVERY_MS, this.alone('reconcile', this.needs.reconcile));
    this.once('forget-old', FORGET_FIRST_AFTER_MS, forget);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const name of this.registry.getIntervals()) this.registry.deleteInterval(name);
    for (const name of this.registry.getTimeouts()) this.registry.deleteTimeout(name);
    this.needs.clean.stop();
    this.needs.forgetOld.stop();
  }

  /** By the clock that the orders go by: the machine's calendar, which a timer of the `cron` library reads, may be hours from that of a shared database. */
  private startSweeping(): void {
    const waitMs = Math.max(1, this.expectedTick - this.needs.clock.now());
    const timer = setTimeout(() => this.sweepIfDue(), Math.min(waitMs, SWEEP_LOOKS_MS));
    this.registry.addTimeout('sweep', timer);
  }

  private sweepIfDue(): void {
    this.registry.deleteTimeout('sweep');
    if (this.expectedTick <= this.needs.clock.now()) void this.sweep();
    this.startSweeping();
  }

  /** The timer was set by the clock as it was: it would go off hours late. */
  private async replanSweep(): Promise<void> {
    if (!this.registry.doesExist('timeout', 'sweep')) return;
    this.registry.deleteTimeout('sweep');
    const now = this.needs.clock.now();
    if (this.expectedTick <= now) await this.sweep();
    else this.expectedTick = nextTick(this.needs.sweepCron, now);
    // While the sweep was opened: a timer that is started now would be stopped by nobody.
    if (!this.stopped) this.startSweeping();
  }

  /** Opens the sweep of the tick that was to come: the timer itself may fire some milliseconds late. */
  private async sweep(): Promise<void> {
    const { sweeps, clock, log, metrics, sweepCron } = this.needs;
    const tick = this.expectedTick;
    this.expectedTick = nextTick(sweepCron, Math.max(tick, clock.now()));
    await this.guarded('the sweep', async () => {
      const opened = await sweeps.openTick(tick);
      if (!opened) return;
      metrics.sweepOpened();
      log.sweepOpened(opened.sweepId, opened.due);
    });
  }

  private alone(task: Task, act: () => Promise<unknown>): () => Promise<void> {
    return () => this.needs.company.onlyOne(task, act);
  }

  private every(name: string, ms: number, act: () => Promise<unknown>): void {
    const timer = setInterval(() => void this.guarded(name, act), ms);
    this.registry.addInterval(name, timer);
  }

  private once(name: string, ms: number, act: () => Promise<unknown>): void {
    const timer = setTimeout(() => void this.guarded(name, act), ms);
    this.registry.addTimeout(`${name}-first`, timer);
  }

  private async guarded(what: string, act: () => Promise<unknown>): Promise<void> {
    await act().catch((error: unknown) => this.needs.log.broke(what, error));
  }
}
