import { newId } from '../../src/domain/ids.js';
import { CallRequestStore } from '../../src/storage/call-request-store.js';
import type { JobRow } from '../../src/storage/entities/job.js';
import { JobStore } from '../../src/storage/job-store.js';
import { OutcomeWebhookStore } from '../../src/storage/outcome-webhook-store.js';
import { AttemptStore } from '../../src/storage/attempt-store.js';
import type { AttemptRow } from '../../src/storage/entities/attempt.js';
import { CallVault } from '../../src/work/call-vault.js';
import { LayOutcome } from '../../src/work/outcomes/lay-outcome.js';
import { OPERATOR } from '../../src/work/owners.js';
import type { PollsJourney } from '../polls/polls-journey.js';
import { textOf } from '../support/whole-database.js';

export interface SecretJson {
  readonly signing_secret: string;
  readonly secret: string;
  readonly created_at: string;
  readonly previous_until: string | null;
}

export interface EndedJob {
  readonly url: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly owner?: string;
}

/** Polls and ended jobs whose ends are told, and the secrets that those messages are signed by. */
export class SigningJourney {
  constructor(readonly polls: PollsJourney) {}

  private get database() {
    return this.polls.journey.roundtrip.storage.database;
  }

  /** Whatever it answers; as the first admin, or by another token. */
  call(method: string, path: string, body?: object, token?: string) {
    return this.polls.journey.roundtrip.call(method, path, body, token === undefined ? {} : { token });
  }

  async rotate(body?: object, token?: string): Promise<SecretJson> {
    const answer = await this.call('POST', '/signing-secret/rotate', body, token);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as SecretJson;
  }

  /** Each starts without: secrets of the operator and of sellers are gone. */
  async forgetAll(): Promise<void> {
    await this.database.unit.run((tx) => tx.run('DELETE FROM signing_secrets'));
  }

  /** A poll that ends at once, and tells a receiver of it. */
  endedPoll(webhook_url: string, more: object = {}): Promise<string> {
    return this.polls.make({ url: this.polls.target({ body: { status: 'done' } }).url, webhook_url, ...more });
  }

  /** A job that has ended as `success`, with the message about it laid down. Answers its id. */
  async endedJob({ url, headers = {}, owner = OPERATOR }: EndedJob): Promise<string> {
    const { database } = this;
    const now = this.polls.journey.clock.now();
    const job_id = newId('job');
    const called = this.polls.journey.seller.url('/called');
    const secrets = { url: called, headers: {}, webhook_url: url, webhook_headers: headers };
    const request = new CallVault(this.polls.journey.roundtrip.storage.box).seal(job_id, { secrets, body: null });
    const job: JobRow = {
      ...{ job_id, owner, request_id: job_id, method: 'POST', shown_url: called, max_retries: 0, timeout_s: 30 },
      ...{ backoff: 'exponential', ignored_fields: null, idempotency_key: null, schedule_id: null, tick_at: null },
      ...{ replay_of: null, status: 'success', attempts: 1, scheduled_at: now, started_at: now, completed_at: now },
      ...{ status_code: 200, last_error: null, created_at: now, updated_at: now },
    };
    const { engine } = this.polls.journey.roundtrip.rooms.engineRoom;
    const outcomes = new LayOutcome(new OutcomeWebhookStore(database), engine, this.polls.journey.clock);
    await database.unit.run(async (tx) => {
      await new CallRequestStore(database).add(tx, request);
      await new JobStore(database).add(tx, job);
      const body = { event: 'job.completed', job_id, status: 'success', status_code: 200 };
      await outcomes.lay(tx, { kind: 'job_webhook', subject: job_id, owner, url: url ?? called, body });
    });
    return job_id;
  }

  /** Newest first. */
  attemptsOf(jobId: string): Promise<AttemptRow[]> {
    return new AttemptStore(this.database).ofJob(jobId, 100, null);
  }

  async job(jobId: string): Promise<JobRow | null> {
    return new JobStore(this.database).find(jobId);
  }

  async count(what: string, params: string[] = []): Promise<number> {
    const [row] = await this.database.read<{ n: number }>(`SELECT count(*) AS n FROM ${what}`, params);
    return Number(row?.n);
  }

  /** Every row of every table, as it stands in the database. */
  async rows(): Promise<string> {
    return textOf(this.database);
  }
}
