import { maskHeaders } from '../../domain/call-secrets.js';
import { redactUrl } from '../../domain/redact-url.js';
import type { ScheduleStatus } from '../../domain/schedule.js';
import type { CallRequestRow } from '../../storage/entities/call-request.js';
import type { ScheduleReading } from '../../storage/schedule-store.js';
import type { CallVault } from '../call-vault.js';
import { sellerOf } from '../owners.js';

type Headers = Readonly<Record<string, string>>;

/** A schedule as lists show it, by both spellings of Fliq's docs and client. URLs without the values of their queries, headers masked. */
export interface ListedSchedule {
  readonly id: string;
  readonly schedule_id: string;
  readonly seller_id: string | null;
  readonly name: string | null;
  readonly status: ScheduleStatus;
  readonly paused: boolean;
  readonly url: string;
  readonly http_method: string;
  readonly method: string;
  readonly headers: Headers;
  readonly cron: string;
  readonly cron_expr: string;
  readonly timezone: string;
  readonly catch_up: boolean;
  readonly overlap: string;
  readonly next_run_at: string | null;
  readonly last_run_at: string | null;
  readonly last_skipped_at: string | null;
  readonly max_retries: number;
  readonly timeout_seconds: number;
  readonly backoff: string;
  readonly webhook_url: string | null;
  readonly webhook_headers: Headers;
  readonly ignored_fields: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** A schedule as a single read shows it. */
export interface ScheduleView extends ListedSchedule {
  readonly body: string | null;
}

/** Makes views: they need the sealed parts of a row. */
export class ScheduleViews {
  constructor(private readonly vault: CallVault) {}

  listed(row: ScheduleReading): ListedSchedule {
    const { headers, webhook_url, webhook_headers } = this.vault.open(row);
    const paused = row.paused === 1;
    return {
      ...{ id: row.schedule_id, schedule_id: row.schedule_id, seller_id: sellerOf(row.owner), name: row.name },
      ...{ status: paused ? 'paused' : 'active', paused, url: row.shown_url },
      ...{ http_method: row.method, method: row.method, headers: maskHeaders(headers) },
      ...{ cron: row.cron, cron_expr: row.cron, timezone: row.timezone, catch_up: row.catch_up === 1 },
      ...{ overlap: row.overlap, next_run_at: paused ? null : time(row.next_run_at) },
      ...{ last_run_at: time(row.last_run_at), last_skipped_at: time(row.last_skipped_at) },
      ...{ max_retries: row.max_retries, timeout_seconds: row.timeout_s, backoff: row.backoff },
      ...{ webhook_url: webhook_url && redactUrl(webhook_url), webhook_headers: maskHeaders(webhook_headers) },
      ignored_fields: row.ignored_fields === null ? [] : (JSON.parse(row.ignored_fields) as string[]),
      ...{ created_at: new Date(row.created_at).toISOString(), updated_at: new Date(row.updated_at).toISOString() },
    };
  }

  whole(row: ScheduleReading, request: Pick<CallRequestRow, 'request_id' | 'body'>): ScheduleView {
    return { ...this.listed(row), body: this.vault.openBody(request) };
  }
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
