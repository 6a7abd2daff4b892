import type { Wish } from '../../domain/check-call.js';
import { checkJob, checkKey } from '../../domain/check-job.js';
import type { Clock } from '../../domain/clock.js';
import { newId } from '../../domain/ids.js';
import type { JobSpec } from '../../domain/job.js';
import { Problem } from '../../domain/problem.js';
import { redactUrl } from '../../domain/redact-url.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { CallRequestStore } from '../../storage/call-request-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { CallRequestRow } from '../../storage/entities/call-request.js';
import type { JobReading, JobStore } from '../../storage/job-store.js';
import type { CallVault } from '../call-vault.js';
import type { OpenQuota } from '../open-quota.js';
import { ownerOf } from '../owners.js';
import type { JobToLay, LayJob } from './lay-job.js';

/** So long a key names the job that it made; then it is free again, once that job has ended. */
const KEY_MS = 30 * 24 * 3_600_000;

export interface CreatedJob {
  readonly job: JobReading;
  /** False where the same key had made it before. */
  readonly created: boolean;
}

export interface CreateJobParts {
  readonly jobs: JobStore;
  readonly requests: CallRequestStore;
  readonly vault: CallVault;
  readonly lay: LayJob;
  readonly quota: OpenQuota;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

interface Draft {
  readonly job: JobToLay;
  readonly request: CallRequestRow;
  readonly origin: string;
}

/** Takes a job in: durable before the answer, once however often its key comes (contract, section 8). */
export class CreateJob {
  constructor(private readonly parts: CreateJobParts) {}

  /**
   * 400 with each field at fault, 429 `quota_exceeded`. A key that has made a job gives that job, whatever else the request says:
   * also where `scheduled_at` has meanwhile gone by.
   */
  async create(asker: Asker, wish: Wish): Promise<CreatedJob> {
    const owner = ownerOf(asker.caller);
    const key = checkKey(wish);
    const known = key.ok && key.value !== null ? await this.parts.jobs.readByKey(owner, key.value) : null;
    if (known && !this.isFree(known)) return { job: known, created: false };
    const checked = checkJob(wish, this.parts.clock.now());
    if (!checked.ok) throw Problem.invalid(checked.problems);
    // Sealed before the transaction: nobody else's writes wait for it.
    const draft = this.draft(owner, checked.value);
    return this.parts.unit.run(async (tx) => {
      const earlier = await this.earlier(tx, owner, checked.value);
      if (earlier) return { job: earlier, created: false };
      await this.parts.quota.refuseTooMany(tx, owner);
      return { job: await this.write(tx, asker, draft), created: true };
    });
  }

  private async earlier(tx: Tx, owner: string, { idempotencyKey }: JobSpec): Promise<JobReading | null> {
    const { jobs } = this.parts;
    const job = idempotencyKey === null ? null : await jobs.ofKey(tx, owner, idempotencyKey);
    if (!job || !this.isFree(job)) return job;
    await jobs.freeKey(tx, job.job_id);
    return null;
  }

  private isFree({ created_at, completed_at }: JobReading): boolean {
    return completed_at !== null && created_at < this.parts.clock.now() - KEY_MS;
  }

  private draft(owner: string, { call, scheduledAt, idempotencyKey }: JobSpec): Draft {
    const job_id = newId('job');
    const request = this.parts.vault.seal(job_id, call);
    const { url } = call.secrets;
    const ignored_fields = call.ignored.length === 0 ? null : JSON.stringify(call.ignored);
    const job: JobToLay = {
      ...{ job_id, owner, request_id: job_id, method: call.method, shown_url: redactUrl(url), ignored_fields },
      ...{ max_retries: call.max_retries, timeout_s: call.timeout_s, backoff: call.backoff },
      ...{ scheduled_at: scheduledAt, idempotency_key: idempotencyKey },
    };
    return { job, request, origin: new URL(url).origin };
  }

  private async write(tx: Tx, asker: Asker, { job, request, origin }: Draft): Promise<JobReading> {
    const { lay, requests, audit } = this.parts;
    const row = await lay.lay(tx, job, origin);
    if (!row) throw new Error('A job could not be laid down, though its key was free.');
    await requests.add(tx, request);
    await audit.record(tx, asker.caller, 'job.created', row.job_id, { origin }, asker.requestId);
    const { sealed, body } = request;
    return { ...row, sealed, body, next_at: row.scheduled_at };
  }
}
