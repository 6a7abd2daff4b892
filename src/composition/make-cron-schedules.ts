import type { Clock } from '../domain/clock.js';
import type { AuditLog } from '../storage/audit-log.js';
import type { Database } from '../storage/database/database.js';
import { ScheduleStore } from '../storage/schedule-store.js';
import { JobViews } from '../work/jobs/job-view.js';
import { CreateSchedule } from '../work/schedules/create-schedule.js';
import { LayTick } from '../work/schedules/lay-tick.js';
import { OpenTick } from '../work/schedules/open-tick.js';
import { PlanTicks } from '../work/schedules/plan-ticks.js';
import { ScheduleViews } from '../work/schedules/schedule-view.js';
import { Schedules } from '../work/schedules/schedules.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { Laying } from './make-laying.js';

export interface CronSchedulesNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly laying: Laying;
  /** Our own fault, or a broken dependency. */
  readonly broke: (what: string, error: unknown) => void;
}

/** Public schedules, put together. What the server itself does by the clock is in `schedules.ts`. */
export function makeCronSchedules({ database, clock, engine, audit, broke, laying }: CronSchedulesNeeds) {
  const { unit } = database;
  const unplannable = (scheduleId: string, error: unknown) =>
    broke(
      `the ticks of schedule ${scheduleId} could not be planned; delete it, or run on a Node that knows its timezone`,
      error,
    );
  const { jobs, sellers, requests, vault, lay, quota } = laying;
  const schedules = new ScheduleStore(database);
  const tick = new LayTick(engine, clock);
  const create = new CreateSchedule({ schedules, sellers, requests, vault, tick, unit, audit, clock });
  const views = { views: new ScheduleViews(vault), jobViews: new JobViews(vault) };
  return {
    service: new Schedules({ schedules, requests, create, tick, lay, quota, ...views, unit, audit, clock }),
    /** For the start, and for jumps of the clock. */
    plan: new PlanTicks(schedules, unit, engine, unplannable),
    handlers: [new OpenTick({ schedules, jobs, lay, quota, engine, unit, clock, unplannable })],
  };
}
