import type { Clock } from '../../domain/clock.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { OutcomeWebhookStore } from '../../storage/outcome-webhook-store.js';
import { workOf } from '../owners.js';
import type { WorkEngine } from '../work-engine.js';

/** A message about an end. */
export interface Outcome {
  readonly kind: 'poll_webhook' | 'job_webhook';
  /** The poll's id, or the job's. */
  readonly subject: string;
  readonly owner: string;
  readonly url: string;
  /** What is told: frozen here, the same on every try. */
  readonly body: unknown;
}

/** Lays down the message about an end, in the transaction that ends it. */
export class LayOutcome {
  constructor(
    private readonly webhooks: OutcomeWebhookStore,
    private readonly engine: Pick<WorkEngine, 'enqueue'>,
    private readonly clock: Clock,
  ) {}

  async lay(tx: Tx, { kind, subject, owner, url, body }: Outcome): Promise<void> {
    await this.webhooks.add(tx, subject, JSON.stringify(body));
    const { origin } = new URL(url);
    await this.engine.enqueue(tx, workOf({ kind, subject, owner, origin, dueAt: this.clock.now() }));
  }
}
