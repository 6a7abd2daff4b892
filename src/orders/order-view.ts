import type { CallDetails } from '../domain/call-details.js';
import type { Eta } from '../domain/learned/eta.js';
import type { OrderError, OrderStatus } from '../domain/order.js';
import type { StoredFile, StoredResult } from '../domain/result.js';
import type { JsonObject } from '../domain/strict-json.js';
import type { OrderEventRow } from '../storage/entities/order-history.js';
import type { AttemptRow } from '../storage/entities/attempt.js';
import type { OrderReading, WholeOrder } from '../storage/order-store.js';

/** An order as the API and the marketplace see it (contract, section 2). */
export interface OrderView {
  order_id: string;
  short_id: string;
  seller_id: string;
  is_test: boolean;
  metadata?: JsonObject;
  inputs?: JsonObject;
  run: number;
  status: OrderStatus;
  progress: number | null;
  message: string | null;
  eta: Eta | null;
  result?: ResultView | null;
  error: OrderError | null;
  delivered_by: string | null;
  created_at: string;
  forwarded_at: string | null;
  completed_at: string | null;
  updated_at: string;
  deadline_at: string;
  next_check_at: string | null;
  planned_checks?: string[];
  attempts: number;
}

export interface ResultView {
  output_type: string;
  text?: string;
  url?: string;
  mirrored?: true;
  files: FileView[];
}

export interface FileView {
  n: number;
  filename: string;
  mime_type: string | null;
  detected_type: string | null;
  size: number | null;
  sha256: string | null;
  download_url: string | null;
  url?: string;
}

/** Who is looking: sellers do not see what the marketplace wrote for itself. */
export interface ViewOptions {
  readonly result: boolean;
  readonly metadata: boolean;
}

export class OrderViews {
  constructor(private readonly publicUrl: () => string) {}

  order(row: OrderReading & Partial<Pick<WholeOrder, 'inputs'>>, options: ViewOptions): OrderView {
    return {
      order_id: row.order_id,
      short_id: row.short_id,
      seller_id: row.seller_id,
      is_test: row.is_test === 1,
      ...(options.metadata ? { metadata: JSON.parse(row.metadata) as JsonObject } : {}),
      ...(row.inputs === undefined ? {} : { inputs: JSON.parse(row.inputs) as JsonObject }),
      run: row.run,
      status: row.status as OrderStatus,
      progress: row.progress,
      message: row.message,
      eta: null,
      ...(options.result ? { result: this.result(row) } : {}),
      error: row.error === null ? null : (JSON.parse(row.error) as OrderError),
      delivered_by: row.delivered_by,
      created_at: iso(row.created_at),
      forwarded_at: isoOrNull(row.forwarded_at),
      completed_at: isoOrNull(row.completed_at),
      updated_at: iso(row.updated_at),
      deadline_at: iso(row.deadline_at),
      next_check_at: isoOrNull(row.next_check_at),
      attempts: row.attempts,
    };
  }

  private result(row: OrderReading): ResultView | null {
    if (row.result === null) return null;
    const stored = JSON.parse(row.result) as StoredResult;
    return {
      output_type: stored.output_type,
      ...(stored.text === null ? {} : { text: stored.text }),
      ...(stored.url === null ? {} : { url: stored.url }),
      ...(stored.mirrored ? { mirrored: true } : {}),
      files: stored.files.map((file) => this.file(row.order_id, file)),
    };
  }

  private file(orderId: string, file: StoredFile): FileView {
    const hosted = file.key === null;
    return {
      n: file.n,
      filename: file.filename,
      mime_type: file.mime_type,
      detected_type: file.detected_type,
      size: file.size,
      sha256: file.sha256,
      download_url: hosted ? null : `${this.publicUrl()}/v1/orders/${orderId}/files/${file.n}`,
      ...(file.url === null ? {} : { url: file.url }),
    };
  }
}

export function eventView(row: OrderEventRow): Record<string, unknown> {
  return {
    event_id: row.event_id,
    order_id: row.order_id,
    at: iso(row.at),
    run: row.run,
    type: row.type,
    from: row.from_status,
    to: row.to_status,
    progress: row.progress,
    message: row.message,
    cause: {
      kind: row.cause_kind,
      ...(row.cause_attempt_id === null ? {} : { attempt_id: row.cause_attempt_id }),
      ...(row.cause_actor === null ? {} : { actor: row.cause_actor }),
    },
  };
}

export function attemptView(row: AttemptRow): Record<string, unknown> {
  return {
    attempt_id: row.attempt_id,
    kind: row.kind,
    run: row.run,
    attempt_num: row.attempt_num,
    started_at: iso(row.started_at),
    duration_ms: row.duration_ms,
    method: row.method,
    url: row.url,
    status_code: row.status_code,
    outcome: row.outcome,
    error: row.error,
    request_id: row.request_id,
    response_excerpt: row.response_excerpt,
    details: row.details === null ? null : (JSON.parse(row.details) as CallDetails),
    repeated: row.repeated,
    first_at: iso(row.started_at),
    last_at: iso(row.last_at ?? row.started_at),
  };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null || ms > 8.64e15 ? null : iso(ms);
}
