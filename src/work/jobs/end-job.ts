import type { Clock } from '../../domain/clock.js';
import type { JobEnd } from '../../domain/job.js';
import type { CallRequestStore } from '../../storage/call-request-store.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { JobRow } from '../../storage/entities/job.js';
import type { JobStore } from '../../storage/job-store.js';
import type { CallVault } from '../call-vault.js';
import type { LayOutcome } from '../outcomes/lay-outcome.js';
import type { WorkEngine } from '../work-engine.js';

export interface EndJobParts {
  readonly jobs: JobStore;
  readonly requests: CallRequestStore;
  readonly outcomes: LayOutcome;
  readonly vault: CallVault;
  readonly engine: Pick<WorkEngine, 'cancel'>;
  readonly clock: Clock;
}

/** How a job ends, and what its last attempt came to; a job that is cancelled stays as it was. */
export type JobOutcome = { readonly status: JobEnd } & Partial<Pick<JobRow, 'attempts' | 'status_code' | 'last_error'>>;

const EVENTS = { success: 'job.completed', failed: 'job.failed', cancelled: 'job.cancelled' } as const;

/** The one way in which jobs end: once, with one message to whom it is to be told (contract, section 8). */
export class EndJob {
  constructor(private readonly parts: EndJobParts) {}

  /** `job` as this transaction has read it. Answers false where it had ended. */
  async end(tx: Tx, job: JobRow, { status, ...came }: JobOutcome): Promise<boolean> {
    const { jobs, engine, clock } = this.parts;
    const { attempts, status_code, last_error } = { ...job, ...came };
    const tried = { attempts, status_code, last_error, updated_at: clock.now() };
    if (!(await jobs.end(tx, job.job_id, job.status, status, tried))) return false;
    await engine.cancel(tx, job.job_id, ['job']);
    await this.tell(tx, { ...job, ...tried, completed_at: tried.updated_at }, status);
    return true;
  }

  private async tell(tx: Tx, job: JobRow, status: JobEnd): Promise<void> {
    const { requests, vault, outcomes } = this.parts;
    const request = await requests.get(tx, job.request_id);
    const url = request && vault.open(request).webhook_url;
    if (url === null) return;
    const { job_id, owner, status_code, last_error, attempts: attempt_num } = job;
    const completed_at = new Date(job.completed_at ?? 0).toISOString();
    const body = { event: EVENTS[status], job_id, status, status_code, last_error, completed_at, attempt_num };
    await outcomes.lay(tx, { kind: 'job_webhook', subject: job_id, owner, url, body });
  }
}
