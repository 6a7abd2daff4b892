import { stringify } from 'safe-stable-stringify';
import { newOrderId } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import { sha256 } from '../domain/digest.js';
import type { JsonObject } from '../domain/strict-json.js';
import { originOf } from '../domain/url-rules.js';
import type { OrderRow } from '../storage/entities/order.js';
import type { NewWork } from '../storage/work-store.js';
import { NEW_FORWARD } from './forward-state.js';
import { laneOf } from './schedule-checks.js';
import type { ToolSettings } from './seller-tools.js';

/** Most bytes of `inputs`, as JSON. */
const MAX_INPUTS_BYTES = 1024 * 1024;
const MAX_METADATA_BYTES = 4096;

/** An order as it is asked for, its types already checked. */
export interface OrderRequest {
  readonly short_id: string;
  readonly inputs: JsonObject;
  /** The inputs as they came, where the text is at hand: passed on to the letter. */
  readonly inputs_text?: string;
  readonly order_id?: string;
  readonly is_test?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly deadline_s?: number;
}

/** The row of an order that has just been asked for. */
export function newOrder(request: OrderRequest, tool: ToolSettings, now: number): OrderRow {
  const whole = withDefaults(request, tool);
  return {
    ...{ order_id: request.order_id ?? newOrderId(), short_id: tool.shortId, seller_id: tool.sellerId },
    ...{ is_test: whole.is_test ? 1 : 0, metadata: JSON.stringify(whole.metadata), request_hash: requestHash(whole) },
    ...{ run: 1, status: 'received', version: 0, progress: null, message: null, result: null, answer_hash: null },
    ...{
      error: null,
      delivered_by: null,
      heard: 0,
      status_url: null,
      remote_id: null,
      attempts: 0,
      deadline_s: whole.deadline_s,
    },
    ...{ created_at: now, forwarded_at: null, completed_at: null, updated_at: now },
    ...{ deadline_at: now + whole.deadline_s * 1000, erased_at: null },
  };
}

/** The work that sends an order to its seller. */
export function forwardOf(order: Pick<OrderRow, 'order_id' | 'run'>, tool: ToolSettings, dueAt: number): NewWork {
  return {
    ...{ kind: 'forward', subject: order.order_id, lane: laneOf(tool.shortId), lane_limit: tool.maxConcurrency },
    ...{
      origin: originOf(tool.jobUrl),
      run: order.run,
      due_at: dueAt,
      by_sweep: 0,
      state: JSON.stringify(NEW_FORWARD),
    },
  };
}

/** What the tool and the contract fill in. */
export function withDefaults(request: OrderRequest, tool: ToolSettings) {
  return {
    ...request,
    is_test: request.is_test ?? false,
    metadata: request.metadata ?? {},
    deadline_s: request.deadline_s ?? tool.deadlineS,
  };
}

/** Digest of what was asked for, after defaults: the same request has the same. */
export function requestHash(request: OrderRequest): string {
  const { short_id, inputs, is_test = false, metadata = {}, deadline_s } = request;
  return sha256(stringify({ short_id, inputs, is_test, metadata, deadline_s }) ?? '');
}

/** The inputs as they will be sent. */
export function inputsText(request: OrderRequest): string {
  return request.inputs_text ?? JSON.stringify(request.inputs);
}

/** 400 for inputs and metadata past their limits. */
export function checkSizes(request: OrderRequest): void {
  if (Buffer.byteLength(inputsText(request)) > MAX_INPUTS_BYTES)
    throw Problem.invalid([{ field: 'inputs', message: 'must be at most 1 MiB as JSON. Send less, or URLs.' }]);
  if (request.metadata && Buffer.byteLength(JSON.stringify(request.metadata)) > MAX_METADATA_BYTES)
    throw Problem.invalid([{ field: 'metadata', message: 'must be at most 4 KiB as JSON.' }]);
}
