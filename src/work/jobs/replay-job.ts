import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { CallRequestStore } from '../../storage/call-request-store.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { JobReading, JobStore } from '../../storage/job-store.js';
import type { CallVault } from '../call-vault.js';
import type { OpenQuota } from '../open-quota.js';
import type { JobToLay, LayJob } from './lay-job.js';

export interface ReplayJobParts {
  readonly jobs: JobStore;
  readonly requests: CallRequestStore;
  readonly vault: CallVault;
  readonly lay: LayJob;
  readonly quota: OpenQuota;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Runs a failed job again, as a job of its own that names it: the failed one stays as it is (contract, section 8). */
export class ReplayJob {
  constructor(private readonly parts: ReplayJobParts) {}

  /** 409 `wrong_state` unless it has failed, 429 `quota_exceeded`. Its owner has it, whoever asks. */
  async replay({ caller, requestId }: Asker, jobId: string): Promise<JobReading> {
    const { jobs, requests, vault, lay, quota, unit, audit, clock } = this.parts;
    return unit.run(async (tx) => {
      const failed = await jobs.get(tx, jobId);
      const request = failed && (await requests.hold(tx, failed.request_id));
      if (!failed || !request) throw Problem.notFound('job');
      if (failed.status !== 'failed')
        throw new Problem(
          409,
          'wrong_state',
          `Job ${jobId} is ${failed.status}: only one that has failed can be replayed.`,
        );
      await quota.refuseTooMany(tx, failed.owner);
      const { owner, request_id, method, shown_url, max_retries, timeout_s, backoff, ignored_fields, schedule_id } =
        failed;
      const clone: JobToLay = {
        ...{ owner, request_id, method, shown_url, max_retries, timeout_s, backoff, ignored_fields, schedule_id },
        ...{ scheduled_at: clock.now(), replay_of: jobId },
      };
      const row = await lay.lay(tx, clone, new URL(vault.open(request).url).origin);
      if (!row) throw new Error('A replay has neither key nor tick, and yet something stood in its way.');
      await audit.record(tx, caller, 'job.replayed', row.job_id, { replay_of: jobId }, requestId);
      return { ...row, sealed: request.sealed, body: request.body, next_at: row.scheduled_at };
    });
  }
}
