import { webhookSecrets } from '../../domain/call-secrets.js';
import type { CallRequestStore } from '../../storage/call-request-store.js';
import type { JobStore } from '../../storage/job-store.js';
import type { CallVault } from '../call-vault.js';
import type { OutcomeSource, OutcomeTarget } from '../outcomes/outcome-source.js';

/** Whom the ends of jobs are told to. */
export class JobOutcomes implements OutcomeSource {
  readonly kind = 'job_webhook';
  readonly column = 'job_id';

  constructor(
    private readonly jobs: Pick<JobStore, 'find'>,
    private readonly requests: Pick<CallRequestStore, 'find'>,
    private readonly vault: Pick<CallVault, 'open'>,
  ) {}

  async targetOf(jobId: string): Promise<OutcomeTarget | null> {
    const job = await this.jobs.find(jobId);
    const request = job && (await this.requests.find(job.request_id));
    const kept = request && this.vault.open(request);
    if (!kept || kept.webhook_url === null) return null;
    const { webhook_url: url, webhook_headers: headers } = kept;
    const urlToSign = kept.given?.webhook_url ?? url;
    return { owner: job.owner, url, urlToSign, headers, secrets: webhookSecrets(kept) };
  }
}
