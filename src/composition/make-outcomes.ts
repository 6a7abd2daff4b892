import type { Clock } from '../domain/clock.js';
import { AttemptStore } from '../storage/attempt-store.js';
import { CallRequestStore } from '../storage/call-request-store.js';
import type { Database } from '../storage/database/database.js';
import { JobStore } from '../storage/job-store.js';
import { OutcomeWebhookStore } from '../storage/outcome-webhook-store.js';
import { PollStore } from '../storage/poll-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { CallVault } from '../work/call-vault.js';
import { JobOutcomes } from '../work/jobs/job-outcomes.js';
import { SendOutcome } from '../work/outcomes/send-outcome.js';
import { PollOutcomes } from '../work/polls/poll-outcomes.js';
import { PollVault } from '../work/polls/poll-secrets.js';
import type { Signatures } from '../work/signatures.js';
import type { WorkEngine } from '../work/work-engine.js';

export interface OutcomesNeeds {
  readonly database: Database;
  readonly box: SealedBox;
  readonly clock: Clock;
  readonly random: () => number;
  readonly engine: WorkEngine;
  readonly signatures: Signatures;
}

/** The handlers that tell of the ends of polls and jobs. */
export function makeOutcomes({ database, box, ...steps }: OutcomesNeeds): readonly SendOutcome[] {
  const webhooks = new OutcomeWebhookStore(database);
  const shared = { ...steps, webhooks, attempts: new AttemptStore(database), unit: database.unit };
  const polls = new PollOutcomes(new PollStore(database), new PollVault(box));
  const jobs = new JobOutcomes(new JobStore(database), new CallRequestStore(database), new CallVault(box));
  return [polls, jobs].map((source) => new SendOutcome({ ...shared, source }));
}
