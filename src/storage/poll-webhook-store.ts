import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { PollWebhookRow } from './entities/poll.js';

export type PollWebhookState = 'pending' | 'delivered' | 'dead';

/** What is told at the end of polls: one message a poll, frozen. */
export class PollWebhookStore {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, pollId: string, body: string): Promise<void> {
    await tx.run(`INSERT INTO poll_webhooks (poll_id, body, state, tries) VALUES ($1, $2, 'pending', 0)`, [
      pollId,
      body,
    ]);
  }

  async find(pollId: string): Promise<PollWebhookRow | null> {
    const sql = 'SELECT * FROM poll_webhooks WHERE poll_id = $1';
    const [row] = await this.database.read<PollWebhookRow>(sql, [pollId]);
    return row ?? null;
  }

  /** What has been told, or given up, is forgotten; that it was, is not. */
  async update(
    tx: Tx,
    pollId: string,
    change: Pick<PollWebhookRow, 'tries' | 'done_at' | 'last_error'> & { readonly state: PollWebhookState },
  ): Promise<void> {
    const body = change.state === 'pending' ? '' : `, body = ''`;
    await tx.run(
      `UPDATE poll_webhooks SET state = $2, tries = $3, done_at = $4, last_error = $5${body} WHERE poll_id = $1`,
      [pollId, change.state, change.tries, change.done_at, change.last_error],
    );
  }
}
