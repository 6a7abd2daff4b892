import { maskHeaders } from '../../domain/call-secrets.js';
import { redactUrl } from '../../domain/redact-url.js';
import type { AttemptRow } from '../../storage/entities/attempt.js';
import type { JobListing, JobReading } from '../../storage/job-store.js';
import type { CallVault } from '../call-vault.js';
import { sellerOf } from '../owners.js';

type Headers = Readonly<Record<string, string>>;

/** A job as lists show it, by both spellings of Fliq's docs and client. URLs without the values of their queries, headers masked. */
export interface ListedJob {
  readonly id: string;
  readonly job_id: string;
  readonly seller_id: string | null;
  readonly status: string;
  readonly url: string;
  readonly http_method: string;
  readonly method: string;
  readonly headers: Headers;
  readonly scheduled_at: string;
  readonly next_attempt_at: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly attempts: number;
  readonly max_retries: number;
  readonly timeout_seconds: number;
  readonly backoff: string;
  readonly status_code: number | null;
  readonly last_error: string | null;
  readonly idempotency_key: string | null;
  readonly schedule_id: string | null;
  readonly replay_of: string | null;
  readonly webhook_url: string | null;
  readonly webhook_headers: Headers;
  readonly ignored_fields: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** A job as a single read shows it. */
export interface JobView extends ListedJob {
  readonly body: string | null;
}

/** One call of a job, as Fliq's docs name it. */
export interface Execution {
  readonly id: string;
  readonly attempt_num: number;
  readonly status: 'success' | 'failed';
  readonly status_code: number | null;
  readonly duration_ms: number;
  readonly executed_at: string;
}

/** Makes views: they need the sealed parts of a row. */
export class JobViews {
  constructor(private readonly vault: CallVault) {}

  listed(row: JobListing): ListedJob {
    const { headers, webhook_url, webhook_headers } = this.vault.open(row);
    return {
      ...{ id: row.job_id, job_id: row.job_id, seller_id: sellerOf(row.owner), status: row.status, url: row.shown_url },
      ...{ http_method: row.method, method: row.method, headers: maskHeaders(headers) },
      ...{
        scheduled_at: timeOf(row.scheduled_at),
        next_attempt_at: row.status === 'scheduled' ? time(row.next_at) : null,
      },
      ...{ started_at: time(row.started_at), completed_at: time(row.completed_at), attempts: row.attempts },
      ...{ max_retries: row.max_retries, timeout_seconds: row.timeout_s, backoff: row.backoff },
      ...{ status_code: row.status_code, last_error: row.last_error, idempotency_key: row.idempotency_key },
      ...{ schedule_id: row.schedule_id, replay_of: row.replay_of },
      ...{ webhook_url: webhook_url && redactUrl(webhook_url), webhook_headers: maskHeaders(webhook_headers) },
      ...{ ignored_fields: ignoredOf(row), created_at: timeOf(row.created_at), updated_at: timeOf(row.updated_at) },
    };
  }

  whole(row: JobReading): JobView {
    return { ...this.listed(row), body: this.vault.openBody(row) };
  }
}

export function executionView(row: AttemptRow): Execution {
  return {
    ...{ id: row.attempt_id, attempt_num: row.attempt_num, status: row.outcome === 'success' ? 'success' : 'failed' },
    ...{ status_code: row.status_code, duration_ms: row.duration_ms, executed_at: timeOf(row.started_at) },
  };
}

/** Names of fields that were given and mean nothing. */
export function ignoredOf({ ignored_fields }: Pick<JobListing, 'ignored_fields'>): string[] {
  return ignored_fields === null ? [] : (JSON.parse(ignored_fields) as string[]);
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function time(ms: number | null): string | null {
  return ms === null ? null : timeOf(ms);
}
