import { maskHeaders } from '../../domain/call-secrets.js';
import type { PollResponse } from '../../domain/poll-response.js';
import type { PollAsked } from '../../domain/poll.js';
import { redactUrl } from '../../domain/redact-url.js';
import type { PollListing, PollReading } from '../../storage/poll-store.js';
import { sellerOf } from '../owners.js';
import type { PollVault } from './poll-secrets.js';

export interface PollError {
  readonly code: string;
  readonly message: string;
}

/** A poll as lists show it. URLs without the values of their queries, headers masked, no body. */
export interface ListedPoll {
  readonly poll_id: string;
  readonly seller_id: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly next_check_at: string | null;
  readonly error: PollError | null;
  readonly url: string;
  readonly request: Pick<PollAsked, 'method' | 'body_bytes'> & { readonly headers: Readonly<Record<string, string>> };
  readonly interval: number | null;
  readonly timeout: number;
  readonly poll: PollAsked['poll'];
  readonly response_filter: PollAsked['response_filter'];
  readonly failure_filter: PollAsked['failure_filter'];
  readonly request_timeout: PollAsked['request_timeout'];
  readonly webhook_url: string | null;
  readonly webhook_headers: Readonly<Record<string, string>>;
  readonly idempotency_key: string | null;
  readonly created_at: string;
  readonly timeout_at: string;
  readonly ended_at: string | null;
}

/** A poll as `GET /v1/polls/{id}` shows it, and as its webhook is told. */
export interface PollView extends ListedPoll {
  readonly response: PollResponse | null;
}

/** Makes views: they need the sealed parts of a row. */
export class PollViews {
  constructor(private readonly vault: PollVault) {}

  listed(row: PollListing): ListedPoll {
    const { method, body_bytes, ...asked } = JSON.parse(row.asked) as PollAsked;
    const { url, headers, headers_masked, webhook_url, webhook_headers } = this.vault.open(row);
    const shown = headers_masked ? headers : maskHeaders(headers);
    const isOpen = row.status === 'waiting' && row.next_check_at !== null;
    return {
      ...{ poll_id: row.poll_id, seller_id: sellerOf(row.owner), status: row.status, attempts: row.attempts },
      next_check_at: isOpen ? timeOf(row.next_check_at) : null,
      error: row.error === null ? null : (JSON.parse(row.error) as PollError),
      ...{ url: redactUrl(url), request: { method, headers: shown, body_bytes }, ...asked },
      ...{ webhook_url: webhook_url && redactUrl(webhook_url), webhook_headers: maskHeaders(webhook_headers) },
      ...{ idempotency_key: row.idempotency_key, created_at: new Date(row.created_at).toISOString() },
      ...{ timeout_at: new Date(row.deadline_at).toISOString(), ended_at: timeOf(row.ended_at) },
    };
  }

  whole(row: PollReading): PollView {
    const { poll_id, seller_id, status, attempts, next_check_at, ...rest } = this.listed(row);
    const response = row.response === null ? null : (JSON.parse(row.response) as PollResponse);
    return { poll_id, seller_id, status, attempts, next_check_at, response, ...rest };
  }
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
