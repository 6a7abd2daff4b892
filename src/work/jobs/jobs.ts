import type { Caller } from '../../domain/caller.js';
import type { Wish } from '../../domain/check-call.js';
import { Problem } from '../../domain/problem.js';
import type { AttemptStore } from '../../storage/attempt-store.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { AttemptRow } from '../../storage/entities/attempt.js';
import type { JobFilter } from '../../storage/job-list.js';
import type { JobReading, JobStore } from '../../storage/job-store.js';
import type { Found } from '../../storage/walk-in-windows.js';
import { mayKnowOf } from '../owners.js';
import type { CreateJob } from './create-job.js';
import type { EndJob } from './end-job.js';
import type { JobView, JobViews, ListedJob } from './job-view.js';
import type { ReplayJob } from './replay-job.js';

export interface JobsParts {
  readonly jobs: JobStore;
  readonly attempts: AttemptStore;
  readonly views: JobViews;
  readonly create: CreateJob;
  readonly replay: ReplayJob;
  readonly end: EndJob;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
}

/** What a list of jobs is asked for; `scheduleId` by whoever has seen to it that the caller may know of that schedule. */
export type JobListAsk = Omit<JobFilter, 'owner'>;

const CANCELLED = { status: 'cancelled' } as const;

/** Public jobs, as their callers use them. What a caller may not know exists is 404. */
export class Jobs {
  constructor(private readonly parts: JobsParts) {}

  /** The job, and whether it was made just now. */
  async create(asker: Asker, wish: Wish): Promise<{ view: JobView; created: boolean }> {
    const { job, created } = await this.parts.create.create(asker, wish);
    return { view: this.parts.views.whole(job), created };
  }

  async get(caller: Caller, jobId: string): Promise<JobView> {
    return this.parts.views.whole(await this.find(caller, jobId));
  }

  /** Newest first, a seller its own, below a job_id. Go on while there is a `next`, also after a page that is short. */
  async list(caller: Caller, ask: JobListAsk, limit: number, below: string | null): Promise<Found<ListedJob, string>> {
    const owner = caller.role === 'seller' ? caller.sellerId : null;
    const { rows, next } = await this.parts.jobs.list({ ...ask, owner }, limit, below);
    return { rows: rows.map((row) => this.parts.views.listed(row)), next };
  }

  /** Every call made and every try to tell of the end, newest first; `before` is an attempt_id: older ones only. */
  async attempts(caller: Caller, jobId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    const { job_id } = await this.find(caller, jobId);
    return this.parts.attempts.ofJob(job_id, limit, before);
  }

  /** The calls alone. */
  async calls(caller: Caller, jobId: string, limit: number, before: string | null): Promise<AttemptRow[]> {
    const { job_id } = await this.find(caller, jobId);
    return this.parts.attempts.callsOfJob(job_id, limit, before);
  }

  /** 409 `wrong_state` while it runs and once it has run; cancelled again, it stays so. */
  async cancel({ caller, requestId }: Asker, jobId: string): Promise<void> {
    const { jobs, end, unit, audit } = this.parts;
    const { job_id } = await this.find(caller, jobId);
    await unit.run(async (tx) => {
      const job = await jobs.get(tx, job_id);
      if (job?.status === 'cancelled') return;
      if (job?.status === 'scheduled' && (await end.end(tx, job, CANCELLED)))
        return audit.record(tx, caller, 'job.cancelled', job_id, null, requestId);
      const message = `Job ${job_id} is ${job?.status ?? 'gone'}: only one that waits for its time can be cancelled.`;
      throw new Problem(409, 'wrong_state', message);
    });
  }

  /** A clone of a failed job, to run now. */
  async replay(asker: Asker, jobId: string): Promise<JobView> {
    const { job_id } = await this.find(asker.caller, jobId);
    return this.parts.views.whole(await this.parts.replay.replay(asker, job_id));
  }

  /** When a seller is deleted: its jobs end as cancelled, in the same transaction; an answer under way is late. */
  async cancelAllOf(tx: Tx, owner: string): Promise<void> {
    const { jobs, end } = this.parts;
    for (const jobId of await jobs.openOf(tx, owner)) {
      const job = await jobs.get(tx, jobId);
      if (job) await end.end(tx, job, CANCELLED);
    }
  }

  private async find(caller: Caller, jobId: string): Promise<JobReading> {
    const job = await this.parts.jobs.read(jobId);
    if (!job || !mayKnowOf(caller, job.owner)) throw Problem.notFound('job');
    return job;
  }
}
