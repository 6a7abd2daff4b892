import { webhookSecrets } from '../../domain/call-secrets.js';
import type { PollStore } from '../../storage/poll-store.js';
import type { OutcomeSource, OutcomeTarget } from '../outcomes/outcome-source.js';
import type { PollVault } from './poll-secrets.js';

/** Whom the ends of polls are told to. */
export class PollOutcomes implements OutcomeSource {
  readonly kind = 'poll_webhook';
  readonly column = 'poll_id';

  constructor(
    private readonly polls: Pick<PollStore, 'find'>,
    private readonly vault: Pick<PollVault, 'open'>,
  ) {}

  async targetOf(pollId: string): Promise<OutcomeTarget | null> {
    const poll = await this.polls.find(pollId);
    const kept = poll && this.vault.open(poll);
    if (!kept || kept.webhook_url === null) return null;
    const { webhook_url: url, webhook_headers: headers } = kept;
    return { owner: poll.owner, url, headers, secrets: webhookSecrets(kept) };
  }
}
