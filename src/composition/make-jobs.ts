import type { Clock } from '../domain/clock.js';
import { AttemptStore } from '../storage/attempt-store.js';
import type { AuditLog } from '../storage/audit-log.js';
import { CallRequestStore } from '../storage/call-request-store.js';
import type { Database } from '../storage/database/database.js';
import { JobStore } from '../storage/job-store.js';
import { OutcomeWebhookStore } from '../storage/outcome-webhook-store.js';
import { PollStore } from '../storage/poll-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { SellerStore } from '../storage/seller-store.js';
import { CallVault } from '../work/call-vault.js';
import { CreateJob } from '../work/jobs/create-job.js';
import { EndJob } from '../work/jobs/end-job.js';
import { JobRequests } from '../work/jobs/job-request.js';
import { JobViews } from '../work/jobs/job-view.js';
import { Jobs } from '../work/jobs/jobs.js';
import { LayJob } from '../work/jobs/lay-job.js';
import { ReplayJob } from '../work/jobs/replay-job.js';
import { RunJob } from '../work/jobs/run-job.js';
import { OpenQuota } from '../work/open-quota.js';
import { LayOutcome } from '../work/outcomes/lay-outcome.js';
import type { Signatures } from '../work/signatures.js';
import type { WorkEngine } from '../work/work-engine.js';

export interface JobsNeeds {
  readonly database: Database;
  readonly box: Pick<SealedBox, 'seal' | 'open'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly signatures: Signatures;
}

/** Public jobs, put together. */
export function makeJobs({ database, box, clock, random, engine, audit, signatures }: JobsNeeds) {
  const { unit } = database;
  const jobs = new JobStore(database);
  const requests = new CallRequestStore(database);
  const attempts = new AttemptStore(database);
  const vault = new CallVault(box);
  const outcomes = new LayOutcome(new OutcomeWebhookStore(database), engine, clock);
  const end = new EndJob({ jobs, requests, outcomes, vault, engine, clock });
  const lay = new LayJob({ jobs, engine, clock });
  const quota = new OpenQuota(new PollStore(database), jobs, new SellerStore(database));
  const made = { jobs, requests, vault, lay, quota, unit, audit, clock };
  const [create, replay] = [new CreateJob(made), new ReplayJob(made)];
  const run = { jobs, attempts, requests: new JobRequests(vault, signatures, clock), end, engine, unit, clock, random };
  return {
    service: new Jobs({ jobs, attempts, views: new JobViews(vault), create, replay, end, unit, audit }),
    /** As every caller's jobs are laid down; schedules have one of their own. */
    lay,
    handlers: [new RunJob(run)],
  };
}
