import type { Clock } from '../domain/clock.js';
import { CallRequestStore } from '../storage/call-request-store.js';
import type { Database } from '../storage/database/database.js';
import { JobStore } from '../storage/job-store.js';
import { OutcomeWebhookStore } from '../storage/outcome-webhook-store.js';
import { PollStore } from '../storage/poll-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { SellerStore } from '../storage/seller-store.js';
import { CallVault } from '../work/call-vault.js';
import { LayJob } from '../work/jobs/lay-job.js';
import { OpenQuota } from '../work/open-quota.js';
import { LayOutcome } from '../work/outcomes/lay-outcome.js';
import type { WorkEngine } from '../work/work-engine.js';

export interface LayingNeeds {
  readonly database: Database;
  readonly box: Pick<SealedBox, 'seal' | 'open'>;
  readonly clock: Clock;
  readonly engine: WorkEngine;
}

/** What polls, jobs and schedules share: how work is laid down for an owner, and how much of it there may be. */
export function makeLaying({ database, box, clock, engine }: LayingNeeds) {
  const polls = new PollStore(database);
  const jobs = new JobStore(database);
  const sellers = new SellerStore(database);
  return {
    ...{ polls, jobs, sellers, requests: new CallRequestStore(database), vault: new CallVault(box) },
    lay: new LayJob({ jobs, engine, clock }),
    outcomes: new LayOutcome(new OutcomeWebhookStore(database), engine, clock),
    quota: new OpenQuota(polls, jobs, sellers),
  };
}

export type Laying = ReturnType<typeof makeLaying>;
