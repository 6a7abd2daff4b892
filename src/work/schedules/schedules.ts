import type { Caller } from '../../domain/caller.js';
import type { Wish } from '../../domain/check-call.js';
import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { CallRequestStore } from '../../storage/call-request-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { ScheduleReading, ScheduleStore } from '../../storage/schedule-store.js';
import type { LayJob } from '../jobs/lay-job.js';
import type { JobView, JobViews } from '../jobs/job-view.js';
import type { OpenQuota } from '../open-quota.js';
import { mayKnowOf } from '../owners.js';
import type { CreateSchedule } from './create-schedule.js';
import type { LayTick } from './lay-tick.js';
import { jobOf, originOfJob } from './schedule-job.js';
import type { ListedSchedule, ScheduleView, ScheduleViews } from './schedule-view.js';

export interface SchedulesParts {
  readonly schedules: ScheduleStore;
  readonly requests: CallRequestStore;
  readonly create: CreateSchedule;
  readonly tick: LayTick;
  readonly lay: LayJob;
  readonly quota: OpenQuota;
  readonly views: ScheduleViews;
  readonly jobViews: JobViews;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Public schedules, as their callers use them. What a caller may not know exists is 404. */
export class Schedules {
  constructor(private readonly parts: SchedulesParts) {}

  async create(asker: Asker, wish: Wish): Promise<ScheduleView> {
    const { schedule, request } = await this.parts.create.create(asker, wish);
    return this.parts.views.whole(schedule, request);
  }

  async get(caller: Caller, scheduleId: string): Promise<ScheduleView> {
    const schedule = await this.find(caller, scheduleId);
    const request = await this.parts.requests.find(schedule.request_id);
    if (!request) throw Problem.notFound('schedule');
    return this.parts.views.whole(schedule, request);
  }

  /** Newest first, a seller its own; `before` is the last schedule_id of the page before. */
  async list({ role, sellerId }: Caller, limit: number, before: string | null): Promise<ListedSchedule[]> {
    const rows = await this.parts.schedules.list(role === 'seller' ? sellerId : null, limit, before);
    return rows.map((row) => this.parts.views.listed(row));
  }

  /** No more ticks; jobs that it has made go on. Paused again, it is the same. */
  pause(asker: Asker, scheduleId: string): Promise<ScheduleView> {
    return this.setPaused(asker, scheduleId, true);
  }

  /** Ticks again, from the next one after now. */
  resume(asker: Asker, scheduleId: string): Promise<ScheduleView> {
    return this.setPaused(asker, scheduleId, false);
  }

  /** A job now, whatever its ticks do: also while it is paused, and where a job of it is open. 429 `quota_exceeded`. */
  async run({ caller, requestId }: Asker, scheduleId: string): Promise<JobView> {
    const { requests, lay, quota, jobViews, unit, audit, clock } = this.parts;
    await this.find(caller, scheduleId);
    return unit.run(async (tx) => {
      const schedule = await this.getIn(tx, scheduleId);
      await quota.refuseTooMany(tx, schedule.owner);
      const job = await lay.lay(tx, jobOf(schedule, null, clock.now()), originOfJob(schedule));
      const request = await requests.hold(tx, schedule.request_id);
      if (!job || !request) throw new Error(`No job of schedule ${scheduleId} could be laid down.`);
      await audit.record(tx, caller, 'schedule.run', scheduleId, { job_id: job.job_id }, requestId);
      return jobViews.whole({ ...job, sealed: request.sealed, body: request.body, next_at: job.scheduled_at });
    });
  }

  /** Its jobs stay, also those that wait for their time. */
  async delete({ caller, requestId }: Asker, scheduleId: string): Promise<void> {
    const { unit, audit } = this.parts;
    const { request_id } = await this.find(caller, scheduleId);
    await unit.run(async (tx) => {
      if (!(await this.remove(tx, { schedule_id: scheduleId, request_id }))) throw Problem.notFound('schedule');
      await audit.record(tx, caller, 'schedule.deleted', scheduleId, null, requestId);
    });
  }

  /** When a seller is deleted: its schedules go with it, in the same transaction. */
  async cancelAllOf(tx: Tx, owner: string): Promise<void> {
    for (const schedule of await this.parts.schedules.ofOwner(tx, owner)) await this.remove(tx, schedule);
  }

  /** Answers the id of a schedule that the caller may know of; else throws 404. */
  async knownId(caller: Caller, scheduleId: string): Promise<string> {
    return (await this.find(caller, scheduleId)).schedule_id;
  }

  private async setPaused({ caller, requestId }: Asker, scheduleId: string, paused: boolean): Promise<ScheduleView> {
    const { schedules, tick, unit, audit, clock } = this.parts;
    const known = await this.find(caller, scheduleId);
    await unit.run(async (tx) => {
      if (!(await schedules.setPaused(tx, scheduleId, paused, clock.now()))) return;
      if (paused) await tick.end(tx, scheduleId);
      else await tick.first(tx, known);
      const action = paused ? 'schedule.paused' : 'schedule.resumed';
      await audit.record(tx, caller, action, scheduleId, null, requestId);
    });
    return this.get(caller, scheduleId);
  }

  private async remove(
    tx: Tx,
    { schedule_id, request_id }: Pick<ScheduleReading, 'schedule_id' | 'request_id'>,
  ): Promise<boolean> {
    const { schedules, requests, tick } = this.parts;
    await tick.end(tx, schedule_id);
    const removed = await schedules.remove(tx, schedule_id);
    await requests.dropUnused(tx, request_id);
    return removed;
  }

  private async find(caller: Caller, scheduleId: string): Promise<ScheduleReading> {
    const schedule = await this.parts.schedules.find(scheduleId);
    if (!schedule || !mayKnowOf(caller, schedule.owner)) throw Problem.notFound('schedule');
    return schedule;
  }

  private async getIn(tx: Tx, scheduleId: string): Promise<ScheduleReading> {
    const schedule = await this.parts.schedules.get(tx, scheduleId);
    if (!schedule) throw Problem.notFound('schedule');
    return schedule;
  }
}
