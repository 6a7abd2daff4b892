import type { Clock } from '../domain/clock.js';
import { AttemptStore } from '../storage/attempt-store.js';
import type { AuditLog } from '../storage/audit-log.js';
import type { Database } from '../storage/database/database.js';
import { CreateJob } from '../work/jobs/create-job.js';
import { EndJob } from '../work/jobs/end-job.js';
import { JobRequests } from '../work/jobs/job-request.js';
import { JobViews } from '../work/jobs/job-view.js';
import { Jobs } from '../work/jobs/jobs.js';
import { ReplayJob } from '../work/jobs/replay-job.js';
import { RunJob } from '../work/jobs/run-job.js';
import type { Signatures } from '../work/signatures.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { Laying } from './make-laying.js';

export interface JobsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: () => number;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly signatures: Signatures;
  readonly laying: Laying;
}

/** Public jobs, put together. */
export function makeJobs({ database, clock, random, engine, audit, signatures, laying }: JobsNeeds) {
  const { unit } = database;
  const { jobs, requests, vault, lay, quota, outcomes } = laying;
  const attempts = new AttemptStore(database);
  const end = new EndJob({ jobs, requests, outcomes, vault, engine, clock });
  const made = { jobs, requests, vault, lay, quota, unit, audit, clock };
  const [create, replay] = [new CreateJob(made), new ReplayJob(made)];
  const run = { jobs, attempts, requests: new JobRequests(vault, signatures, clock), end, engine, unit, clock, random };
  return {
    service: new Jobs({ jobs, attempts, views: new JobViews(vault), create, replay, end, unit, audit }),
    handlers: [new RunJob(run)],
  };
}
