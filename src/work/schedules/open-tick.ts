import type { Clock } from '../../domain/clock.js';
import { lastRunAtOrBefore, nextRun } from '../../domain/schedule-cron.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { JobStore } from '../../storage/job-store.js';
import { DUE_WHILE_UP, type ScheduleReading, type ScheduleStore } from '../../storage/schedule-store.js';
import type { LayJob } from '../jobs/lay-job.js';
import type { OpenQuota } from '../open-quota.js';
import type { WorkEngine } from '../work-engine.js';
import type { AttemptReport, WorkHandler } from '../work-kinds.js';
import { jobOf, originOfJob } from './schedule-job.js';

/** No job starts earlier before its tick than this, by the clock in force. */
const EARLY_MS = 1_000;
/** A job that is later than this says so: it is scheduled for when it was made. */
const LATE_MS = 60_000;

export interface OpenTickParts {
  readonly schedules: ScheduleStore;
  readonly jobs: JobStore;
  readonly lay: LayJob;
  readonly quota: OpenQuota;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/**
 * Opens a tick of a schedule: one transaction lays its job and the next tick down, and nobody is called. Whoever comes second finds the
 * row on another attempt; a tick that comes again (the clock was set back) finds that it has its job.
 */
export class OpenTick implements WorkHandler<never> {
  readonly kind = 'tick';

  constructor(private readonly parts: OpenTickParts) {}

  async prepare(work: WorkRow): Promise<null> {
    await this.parts.unit.run((tx) => this.open(tx, work));
    return null;
  }

  settle(): Promise<AttemptReport> {
    throw new Error('A tick calls nobody, so that there is nothing to settle.');
  }

  settlesAborted(): boolean {
    return false;
  }

  private async open(tx: Tx, work: WorkRow): Promise<void> {
    const { schedules, engine, clock } = this.parts;
    const schedule = await schedules.get(tx, work.subject);
    if (!schedule || schedule.paused === 1) {
      await engine.finish(tx, work);
      return;
    }
    const { cron, timezone, catch_up } = schedule;
    const now = clock.now();
    // What was missed since, while we were down, does not stand for it, and runs after it where the schedule catches up.
    const wasDueWhileUp = work.state === DUE_WHILE_UP;
    // The clock was set back after it was taken up.
    const isEarly = now < work.due_at - EARLY_MS;
    // After a stall, or where the clock jumped ahead, several have passed: the latest of them runs.
    const latest = wasDueWhileUp ? null : lastRunAtOrBefore(cron, timezone, now, work.due_at);
    const tick = latest ?? work.due_at;
    const after = wasDueWhileUp && catch_up === 1 ? tick : Math.max(tick, now);
    const next = nextRun(cron, timezone, isEarly ? now : after);
    const dueAt = isEarly ? Math.min(next, work.due_at) : next;
    const isOurs = await engine.reschedule(tx, work, { dueAt, byClock: true, state: isEarly ? work.state : '{}' });
    if (isOurs && !isEarly) await this.run(tx, schedule, tick, now);
  }

  private async run(tx: Tx, schedule: ScheduleReading, tick: number, now: number): Promise<void> {
    const { schedules, lay } = this.parts;
    const { schedule_id } = schedule;
    if (await this.isToSkip(tx, schedule)) {
      await schedules.noteTick(tx, schedule_id, 'last_skipped_at', tick);
      return;
    }
    const scheduledAt = now - tick <= LATE_MS ? tick : now;
    if (await lay.lay(tx, jobOf(schedule, tick, scheduledAt), originOfJob(schedule)))
      await schedules.noteTick(tx, schedule_id, 'last_run_at', tick);
  }

  /** Where a job of it is still open and it does not want two, and where its owner has as many open as there may be. */
  private async isToSkip(tx: Tx, { schedule_id, owner, overlap }: ScheduleReading): Promise<boolean> {
    if (overlap === 'skip' && (await this.parts.jobs.hasOpen(tx, schedule_id))) return true;
    return this.parts.quota.isFull(tx, owner);
  }
}
