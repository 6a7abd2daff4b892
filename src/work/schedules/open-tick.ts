import type { Clock } from '../../domain/clock.js';
import { lastRunAtOrBefore, nextRun } from '../../domain/schedule-cron.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { JobStore } from '../../storage/job-store.js';
import { DUE_WHILE_UP, UNPLANNABLE, type ScheduleReading, type ScheduleStore } from '../../storage/schedule-store.js';
import type { LayJob } from '../jobs/lay-job.js';
import type { OpenQuota } from '../open-quota.js';
import type { WorkEngine } from '../work-engine.js';
import type { AttemptReport, WorkHandler } from '../work-kinds.js';
import { jobOf, originOfJob } from './schedule-job.js';

/** No job starts earlier before its tick than this, by the clock in force. */
const EARLY_MS = 1_000;
/** A tick that cannot be planned is looked at again after so long: a newer runtime may know its timezone. */
const UNPLANNABLE_MS = 3_600_000;
/** A job that is later than this says so: it is scheduled for when it was made. */
const LATE_MS = 60_000;
const MINUTE_MS = 60_000;

export interface OpenTickParts {
  readonly schedules: ScheduleStore;
  readonly jobs: JobStore;
  readonly lay: LayJob;
  readonly quota: OpenQuota;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** Told of a schedule whose stored cron or timezone this runtime does not know. */
  readonly unplannable: (scheduleId: string, error: unknown) => void;
}

interface TickPlan {
  /** Null where none runs now. */
  readonly tick: number | null;
  readonly dueAt: number;
  readonly state: string;
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
    const now = clock.now();
    const { tick, dueAt, state } = this.plan(work, schedule, now);
    const isOurs = await engine.reschedule(tx, work, { dueAt, byClock: true, state });
    if (isOurs && tick !== null) await this.run(tx, schedule, tick, now);
  }

  /** The tick that runs now, if any, and when to come again. */
  private plan(work: WorkRow, schedule: ScheduleReading, now: number): TickPlan {
    const { schedule_id, cron, timezone, catch_up } = schedule;
    // What was missed since, while we were down, does not stand for it, and runs after it where the schedule catches up.
    const wasDueWhileUp = work.state === DUE_WHILE_UP;
    try {
      // The clock was set back after it was taken up.
      if (now < work.due_at - EARLY_MS)
        return { tick: null, dueAt: Math.min(nextRun(cron, timezone, now), work.due_at), state: work.state };
      const laid = instantOf(work, schedule);
      if (laid === null) return { tick: null, dueAt: nextRun(cron, timezone, now), state: '{}' };
      // After a stall, or where the clock jumped ahead, several have passed: the latest of them runs.
      const tick = (wasDueWhileUp ? null : lastRunAtOrBefore(cron, timezone, now, laid)) ?? laid;
      const after = wasDueWhileUp && catch_up === 1 ? tick : Math.max(tick, now);
      return { tick, dueAt: nextRun(cron, timezone, after), state: '{}' };
    } catch (error) {
      this.parts.unplannable(schedule_id, error);
      return { tick: null, dueAt: now + UNPLANNABLE_MS, state: UNPLANNABLE };
    }
  }

  private async run(tx: Tx, schedule: ScheduleReading, tick: number, now: number): Promise<void> {
    const { schedules, jobs, lay } = this.parts;
    const { schedule_id } = schedule;
    // It comes again where the clock was set back: it was not skipped.
    if (await jobs.hasTick(tx, schedule_id, tick)) return;
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

/**
 * The instant of a tick. What could not be opened was put back for some seconds later, off the whole minutes on which all ticks fall:
 * then it is the last run before that which nobody has seen yet. Null where there is none.
 */
function instantOf({ due_at, state }: WorkRow, schedule: ScheduleReading): number | null {
  if (state === UNPLANNABLE) return null;
  if (due_at % MINUTE_MS === 0) return due_at;
  const { cron, timezone, created_at, last_run_at, last_skipped_at } = schedule;
  const seen = Math.max(created_at, last_run_at ?? 0, last_skipped_at ?? 0);
  return lastRunAtOrBefore(cron, timezone, due_at, seen + 1);
}
