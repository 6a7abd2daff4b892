import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { OutcomeWebhookRow } from './entities/outcome-webhook.js';

export type OutcomeWebhookState = 'pending' | 'delivered' | 'dead';

/** What is told at the end of polls and jobs: one message each, frozen. */
export class OutcomeWebhookStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, subject: string, body: string): Promise<void> {
    await tx.run(`INSERT INTO outcome_webhooks (subject, body, state, tries) VALUES ($1, $2, 'pending', 0)`, [
      subject,
      body,
    ]);
  }

  async find(subject: string): Promise<OutcomeWebhookRow | null> {
    const sql = 'SELECT * FROM outcome_webhooks WHERE subject = $1';
    const [row] = await this.database.read<OutcomeWebhookRow>(sql, [subject]);
    return row ?? null;
  }

  /** What has been told, or given up, is forgotten; that it was, is not. */
  async update(
    tx: Tx,
    subject: string,
    change: Pick<OutcomeWebhookRow, 'tries' | 'done_at' | 'last_error'> & { readonly state: OutcomeWebhookState },
  ): Promise<void> {
    const body = change.state === 'pending' ? '' : `, body = ''`;
    await tx.run(
      `UPDATE outcome_webhooks SET state = $2, tries = $3, done_at = $4, last_error = $5${body} WHERE subject = $1`,
      [subject, change.state, change.tries, change.done_at, change.last_error],
    );
  }
}
