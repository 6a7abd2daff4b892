import type { Clock } from '../domain/clock.js';
import type { AuditLog } from '../storage/audit-log.js';
import { CallRequestStore } from '../storage/call-request-store.js';
import type { Database } from '../storage/database/database.js';
import { JobStore } from '../storage/job-store.js';
import { PollStore } from '../storage/poll-store.js';
import { ScheduleStore } from '../storage/schedule-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { SellerStore } from '../storage/seller-store.js';
import { CallVault } from '../work/call-vault.js';
import { JobViews } from '../work/jobs/job-view.js';
import { LayJob } from '../work/jobs/lay-job.js';
import { OpenQuota } from '../work/open-quota.js';
import { CreateSchedule } from '../work/schedules/create-schedule.js';
import { LayTick } from '../work/schedules/lay-tick.js';
import { OpenTick } from '../work/schedules/open-tick.js';
import { PlanTicks } from '../work/schedules/plan-ticks.js';
import { ScheduleViews } from '../work/schedules/schedule-view.js';
import { Schedules } from '../work/schedules/schedules.js';
import type { WorkEngine } from '../work/work-engine.js';

export interface CronSchedulesNeeds {
  readonly database: Database;
  readonly box: Pick<SealedBox, 'seal' | 'open'>;
  readonly clock: Clock;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  /** Our own fault, or a broken dependency. */
  readonly broke: (what: string, error: unknown) => void;
}

/** Public schedules, put together. What the server itself does by the clock is in `schedules.ts`. */
export function makeCronSchedules({ database, box, clock, engine, audit, broke }: CronSchedulesNeeds) {
  const { unit } = database;
  const unplannable = (scheduleId: string, error: unknown) =>
    broke(
      `the ticks of schedule ${scheduleId} could not be planned; delete it, or run on a Node that knows its timezone`,
      error,
    );
  const jobs = new JobStore(database);
  const sellers = new SellerStore(database);
  const schedules = new ScheduleStore(database);
  const requests = new CallRequestStore(database);
  const vault = new CallVault(box);
  const tick = new LayTick(engine, clock);
  const lay = new LayJob({ jobs, engine, clock });
  const quota = new OpenQuota(new PollStore(database), jobs, sellers);
  const create = new CreateSchedule({ schedules, sellers, requests, vault, tick, unit, audit, clock });
  const views = { views: new ScheduleViews(vault), jobViews: new JobViews(vault) };
  return {
    service: new Schedules({ schedules, requests, create, tick, lay, quota, ...views, unit, audit, clock }),
    /** For the start, and for jumps of the clock. */
    plan: new PlanTicks(schedules, unit, engine, unplannable),
    handlers: [new OpenTick({ schedules, jobs, lay, quota, engine, unit, clock, unplannable })],
  };
}
