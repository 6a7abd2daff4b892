import type { Caller } from '../domain/caller.js';
import type { Clock } from '../domain/clock.js';
import { isReady } from '../domain/conformance/grade.js';
import { Problem } from '../domain/problem.js';
import type { JsonObject } from '../domain/strict-json.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderHistoryStore } from '../storage/order-history-store.js';
import type { OrderStore, WholeOrder } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { ChangeOrder } from './change-order.js';
import type { SellerRequests } from './job-request.js';
import {
  checkSizes,
  forwardOf,
  inputsText,
  newOrder,
  requestHash,
  withDefaults,
  type OrderRequest,
} from './new-order.js';
import type { SellerTools, ToolSettings } from './seller-tools.js';

/** Most bytes of the body that the seller would be sent. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface Received {
  readonly order: WholeOrder;
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
  /** Whether orders go only to tools with a good grade. */
  readonly conformanceRequired?: boolean;
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
    const order = {
      ...newOrder(request, open, this.parts.clock.now()),
      inputs: inputsText(request),
      next_check_at: null,
    };
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
  ): Promise<WholeOrder | null> {
    const named = [...(request.order_id === undefined ? [] : [request.order_id])];
    for (const key of keys) {
      const orderId = await this.parts.history.orderOfKey(tx, key);
      if (orderId !== null) named.push(orderId);
    }
    const ids = [...new Set(named)];
    if (ids.length > 1) throw conflict('The idempotency key belongs to another order.');
    const order = ids[0] === undefined ? null : await this.parts.orders.getWhole(tx, ids[0]);
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
    if (!tool || tool.deleted) throw unknownTool();
    if (tool.paused)
      throw new Problem(
        409,
        'tool_paused',
        `Tool ${tool.shortId} is paused and takes no orders now. Try again when it is resumed.`,
      );
    if (this.parts.conformanceRequired === true && request.is_test !== true && !isReady(tool.grade))
      throw new Problem(409, 'not_conformant', notConformant(tool));
    if (tool.inputsSchema) {
      const fit = await this.parts.inputs.validate(tool.inputsSchema, request.inputs);
      if (!fit.ok) throw Problem.invalid(fit.details);
    }
    return tool;
  }

  private async write(
    tx: Tx,
    order: WholeOrder,
    tool: ToolSettings,
    keys: readonly string[],
    caller: Caller,
  ): Promise<WholeOrder> {
    const { orders, history, change, tools } = this.parts;
    if (!(await tools.exists(tx, tool.shortId))) throw unknownTool();
    if (!(await orders.add(tx, order))) throw conflict(`Order ${order.order_id} exists already.`);
    for (const key of keys) await history.addKey(tx, key, order.order_id, order.created_at);
    await change.received(tx, order, { kind: 'intake', actor: caller.name });
    await this.parts.engine.enqueue(tx, forwardOf(order, tool, order.created_at));
    return order;
  }
}

function unknownTool(): Problem {
  return new Problem(404, 'unknown_tool', 'There is no tool with this short_id: check it.');
}

function notConformant({ shortId, grade }: ToolSettings): string {
  const stands = grade === null ? 'has not passed a conformance test as it is now' : `has grade ${grade}`;
  return `Tool ${shortId} ${stands}, and orders go only to tools with grade A or B: its seller tests it with POST /v1/tools/${shortId}/test.`;
}

function conflict(message: string): Problem {
  return new Problem(409, 'idempotency_conflict', message);
}
