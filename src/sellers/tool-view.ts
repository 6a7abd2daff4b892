import { maskHeaderValue } from '../domain/header-rules.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { ToolSecrets } from './tool-secrets.js';

/** A tool as the marketplace sees it: without URLs, headers and template. */
export interface MarketplaceTool {
  readonly short_id: string;
  readonly seller_id: string;
  readonly name: string;
  readonly callback_auth: string;
  readonly poll: unknown;
  readonly inputs_schema: unknown;
  readonly deadline_s: number;
  readonly max_concurrency: number;
  readonly mirror_result_url: boolean;
  /** What its answers were recognised as, once one order went its whole way in that dialect. */
  readonly dialect: string | null;
  readonly paused_at: string | null;
  readonly pause_reason: string | null;
  /** Of the newest conformance test of the tool as it is; null before one. */
  readonly grade: string | null;
  readonly graded_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A tool as its seller and the operator's people see it. Header values are masked. */
export interface ToolView extends MarketplaceTool {
  readonly job_url: string;
  readonly status_url: string | null;
  readonly status_batch_url: string | null;
  readonly auth_headers: Readonly<Record<string, string>>;
  readonly payload_template: string | null;
  readonly response: unknown;
  readonly remote_id_at: string | null;
}

const time = (ms: number) => new Date(ms).toISOString();

export function toolForMarketplace(row: ToolRow): MarketplaceTool {
  return {
    short_id: row.short_id,
    seller_id: row.seller_id,
    name: row.name,
    callback_auth: row.callback_auth,
    poll: JSON.parse(row.poll) as unknown,
    inputs_schema: row.inputs_schema === null ? null : (JSON.parse(row.inputs_schema) as unknown),
    deadline_s: row.deadline_s,
    max_concurrency: row.max_concurrency,
    mirror_result_url: row.mirror_result_url === 1,
    dialect: row.dialect,
    paused_at: row.paused_at === null ? null : time(row.paused_at),
    pause_reason: row.pause_reason,
    grade: row.grade,
    graded_at: row.graded_at === null ? null : time(row.graded_at),
    created_at: time(row.created_at),
    updated_at: time(row.updated_at),
  };
}

/** Makes views that need the sealed parts of a row. */
export class ToolViews {
  constructor(private readonly secrets: ToolSecrets) {}

  whole(row: ToolRow): ToolView {
    const headers = Object.entries(this.secrets.openHeaders(row.short_id, row.auth_headers));
    return {
      ...toolForMarketplace(row),
      job_url: row.job_url,
      status_url: row.status_url,
      status_batch_url: row.status_batch_url,
      auth_headers: Object.fromEntries(headers.map(([name, value]) => [name, maskHeaderValue(value)])),
      payload_template: row.payload_template,
      response: row.response === null ? null : (JSON.parse(row.response) as unknown),
      remote_id_at: row.remote_id_at,
    };
  }
}
