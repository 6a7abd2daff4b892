import { stringify } from 'safe-stable-stringify';
import type { Caller } from '../domain/caller.js';
import type { Clock } from '../domain/clock.js';
import { newOrderId } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import { sha256 } from '../domain/result.js';
import type { JsonObject } from '../domain/strict-json.js';
import { originOf } from '../domain/url-rules.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderRow } from '../storage/entities/order.js';
import type { OrderHistoryStore } from '../storage/order-history-store.js';
import type { OrderReading, OrderStore } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { ChangeOrder } from './change-order.js';
import { NEW_FORWARD } from './forward-state.js';
import type { SellerRequests } from './job-request.js';
import { laneOf } from './schedule-checks.js';
import type { SellerTools, ToolSettings } from './seller-tools.js';

/** Most bytes of `inputs`, as JSON. */
const MAX_INPUTS_BYTES = 1024 * 1024;
const MAX_METADATA_BYTES = 4096;
/** Most bytes of the body that the seller would be sent. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

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

export interface Received {
  readonly order: OrderReading;
  /** False where the same request had been taken before. */
  readonly created: boolean;
}

/** Whether inputs fit a tool's schema. */
export interface InputsCheck {
  validate(
    schema: JsonObject,
    inputs: JsonObject,
  ): Promise<{ ok: true } | { ok: false; details: { field: string; message: string }[] }>;
}

export interface ReceiveParts {
  readonly orders: OrderStore;
  readonly history: OrderHistoryStore;
  readonly tools: SellerTools;
  readonly requests: SellerRequests;
  readonly inputs: InputsCheck;
  readonly change: ChangeOrder;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** Takes an order in: durable before the answer, once however often it is sent (contract, section 2). */
export class ReceiveOrder {
  constructor(private readonly parts: ReceiveParts) {}

  /** `keys`: what may stand for the order's id where none is given (`Idempotency-Key`, `webhook-id`). */
  async receive(request: OrderRequest, keys: readonly string[], caller: Caller): Promise<Received> {
    checkSizes(request);
    const tool = await this.parts.tools.find(request.short_id);
    const earlier = await this.parts.unit.run((tx) => this.earlier(tx, request, keys, tool));
    if (earlier) return { order: earlier, created: false };
    const open = await this.admit(request, tool);
    const order = this.newOrder(request, open);
    if (Buffer.byteLength(this.parts.requests.body(order, open)) > MAX_BODY_BYTES)
      throw Problem.invalid([
        { field: 'inputs', message: 'are too large: the body for the seller would pass 4 MiB. Send less, or URLs.' },
      ]);
    return this.parts.unit.run(async (tx) => {
      // Looked up again where it is also written: two of the same may arrive at once.
      const first = await this.earlier(tx, request, keys, tool);
      return first
        ? { order: first, created: false }
        : { order: await this.write(tx, order, open, keys, caller), created: true };
    });
  }

  /** The order that this request has made before, if it is the same request; 409 if it is another. */
  private async earlier(
    tx: Tx,
    request: OrderRequest,
    keys: readonly string[],
    tool: ToolSettings | null,
  ): Promise<OrderReading | null> {
    const named = [...(request.order_id === undefined ? [] : [request.order_id])];
    for (const key of keys) {
      const orderId = await this.parts.history.orderOfKey(tx, key);
      if (orderId !== null) named.push(orderId);
    }
    const ids = [...new Set(named)];
    if (ids.length > 1) throw conflict('The idempotency key belongs to another order.');
    const order = ids[0] === undefined ? null : await this.parts.orders.get(tx, ids[0]);
    if (!order) return null;
    // A deadline left out is the one that the order got then, whatever the tool's default is now.
    const same = order.request_hash === requestHash({ ...request, deadline_s: request.deadline_s ?? order.deadline_s });
    if (!same && !(tool && order.request_hash === requestHash(withDefaults(request, tool))))
      throw conflict(
        `Order ${order.order_id} exists and was placed with other fields. Send the same fields, or another order_id.`,
      );
    return order;
  }

  private async admit(request: OrderRequest, tool: ToolSettings | null): Promise<ToolSettings> {
    if (!tool || tool.deleted)
      throw new Problem(404, 'unknown_tool', `There is no tool ${request.short_id}. Check short_id.`);
    if (tool.paused)
      throw new Problem(
        409,
        'tool_paused',
        `Tool ${tool.shortId} is paused and takes no orders now. Try again when it is resumed.`,
      );
    if (tool.inputsSchema) {
      const fit = await this.parts.inputs.validate(tool.inputsSchema, request.inputs);
      if (!fit.ok) throw Problem.invalid(fit.details);
    }
    return tool;
  }

  private newOrder(request: OrderRequest, tool: ToolSettings): OrderRow {
    const now = this.parts.clock.now();
    const whole = withDefaults(request, tool);
    return {
      ...{
        order_id: request.order_id ?? newOrderId(),
        short_id: tool.shortId,
        seller_id: tool.sellerId,
      },
      ...{
        is_test: whole.is_test ? 1 : 0,
        metadata: JSON.stringify(whole.metadata),
        inputs: JSON.stringify(request.inputs),
      },
      ...{
        request_hash: requestHash(whole),
        run: 1,
        status: 'received',
        version: 0,
        progress: null,
        message: null,
        result: null,
      },
      ...{
        answer_hash: null,
        error: null,
        delivered_by: null,
        heard: 0,
        status_url: null,
        attempts: 0,
        deadline_s: whole.deadline_s,
      },
      ...{ created_at: now, forwarded_at: null, completed_at: null, updated_at: now },
      ...{ deadline_at: now + whole.deadline_s * 1000, erased_at: null },
    };
  }

  private async write(
    tx: Tx,
    order: OrderRow,
    tool: ToolSettings,
    keys: readonly string[],
    caller: Caller,
  ): Promise<OrderReading> {
    const { orders, history, change, tools } = this.parts;
    if (!(await tools.exists(tx, tool.shortId))) throw unknownTool(tool.shortId);
    if (!(await orders.add(tx, order))) throw conflict(`Order ${order.order_id} exists already.`);
    for (const key of keys) await history.addKey(tx, key, order.order_id, order.created_at);
    const reading = { ...order, next_check_at: null };
    await change.received(tx, reading, { kind: 'intake', actor: caller.name });
    await this.parts.engine.enqueue(tx, forwardOf(order, tool, order.created_at));
    return reading;
  }
}

/** The work that sends an order to its seller. */
export function forwardOf(order: Pick<OrderRow, 'order_id' | 'run'>, tool: ToolSettings, dueAt: number) {
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

function withDefaults(request: OrderRequest, tool: ToolSettings) {
  return {
    ...request,
    is_test: request.is_test ?? false,
    metadata: request.metadata ?? {},
    deadline_s: request.deadline_s ?? tool.deadlineS,
  };
}

function requestHash(request: OrderRequest): string {
  const { short_id, inputs, is_test = false, metadata = {}, deadline_s } = request;
  return sha256(stringify({ short_id, inputs, is_test, metadata, deadline_s }) ?? '');
}

function inputsText(request: OrderRequest): string {
  return request.inputs_text ?? JSON.stringify(request.inputs);
}

function checkSizes(request: OrderRequest): void {
  if (Buffer.byteLength(inputsText(request)) > MAX_INPUTS_BYTES)
    throw Problem.invalid([{ field: 'inputs', message: 'must be at most 1 MiB as JSON. Send less, or URLs.' }]);
  if (request.metadata && Buffer.byteLength(JSON.stringify(request.metadata)) > MAX_METADATA_BYTES)
    throw Problem.invalid([{ field: 'metadata', message: 'must be at most 4 KiB as JSON.' }]);
}

function unknownTool(shortId: string): Problem {
  return new Problem(404, 'unknown_tool', `There is no tool ${shortId}. Check short_id.`);
}

function conflict(message: string): Problem {
  return new Problem(409, 'idempotency_conflict', message);
}
