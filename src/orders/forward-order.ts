import { judgeForward, type ForwardVerdict } from '../domain/forward-answer.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import { newId } from '../domain/ids.js';
import { secretsOfUrl } from '../domain/scrub.js';
import { PARKED } from '../storage/work-store.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work/work-kinds.js';
import { attemptOf } from './attempt-record.js';
import type { ForwardState } from './forward-state.js';
import { ForwardOutcomes } from './forward-outcomes.js';
import type { JobRequest } from './job-request.js';
import type { JourneyParts } from './journey-parts.js';
import { ReadBody } from './read-body.js';
import { heldBytesOf, readingOf } from './reading-of.js';
import type { ToolSettings } from './seller-tools.js';
import type { Staging } from './staging.js';
import { triedUntilNow, type TriedTime } from './tried-time.js';
import { EvenUnkept } from './unkept-body.js';

/** An answer to a job POST says little, unless it holds the result. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

export interface ForwardContext {
  readonly order: OrderReading;
  readonly tool: ToolSettings;
  readonly state: ForwardState & { readonly tried: TriedTime };
  readonly request: JobRequest;
  /** Where the reply's files go while they arrive. */
  readonly staging: Staging;
}

/** Sends an order to its seller's automation (contract, section 4). */
export class ForwardOrder implements WorkHandler<ForwardContext> {
  readonly kind = 'forward';
  private readonly outcomes: ForwardOutcomes;

  constructor(private readonly parts: JourneyParts) {
    this.outcomes = new ForwardOutcomes(parts);
  }

  async prepare(work: WorkRow): Promise<Prepared<ForwardContext> | null> {
    const { orders, tools, requests, clock } = this.parts;
    const order = await orders.find(work.subject);
    const tool = order && (await tools.find(order.short_id));
    if (!order || !tool || order.run !== work.run) return this.drop(work);
    if (tool.paused) return this.park(work, tool);
    const begun = await this.begin(work, order);
    if (!begun) return null;
    const old = JSON.parse(work.state) as ForwardState;
    const state = { ...old, tried: triedUntilNow(old, clock), tries: old.tries + 1 };
    const request = await requests.job({ ...begun, inputs: await orders.inputsOf(begun.order_id) }, tool);
    const staging = this.parts.stage.open();
    const heldBytes = heldBytesOf(tool, null);
    const call: HttpCall = {
      ...{ method: 'POST', url: tool.jobUrl, headers: request.headers, body: request.body },
      ...{ timeoutMs: this.parts.timeoutMs, maxBytes: MAX_REPLY_BYTES, trust: 'stranger', freshConnection: true },
      sink: new EvenUnkept(new ReadBody(staging, heldBytes)),
    };
    return { call, context: { order: begun, tool, state, request, staging } };
  }

  async settle(
    work: WorkRow,
    ready: Prepared<ForwardContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const report = await this.judge(work, ready, exchange, startedAt);
    // Only now: where storage refused to keep what came of it, the same reply is settled once more, with the same files.
    await ready.context.staging.clear();
    return report;
  }

  private async judge(
    work: WorkRow,
    ready: Prepared<ForwardContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { call } = ready;
    const { order, tool, state } = ready.context;
    const judged = judgeForward(exchange, {
      ...{ reading: readingOf(tool, null, tool.jobUrl), statusUrl: tool.statusUrl, remoteIdAt: tool.remoteIdAt },
      sinceFirstTryMs: state.tried.ms,
    });
    const request = withNamedUrls(ready.context.request, exchange, judged);
    const context = { ...ready.context, request };
    const attemptId = newId('att');
    const settled = await this.outcomes.settle(work, context, judged, exchange, attemptId, {
      called: (tx) => this.parts.orders.countAttempt(tx, order.order_id, null),
      ended: async (tx, outcome, problem) => {
        const facts = {
          ...{ attemptId, kind: 'forward' as const, orderId: order.order_id, shortId: tool.shortId, run: work.run },
          ...{
            attemptNum: state.tries,
            startedAt,
            method: call.method,
            url: call.url,
            sent: call,
            requestId: request.webhookId,
            outcome,
            problem,
          },
        };
        await this.parts.attempts.add(tx, attemptOf(facts, exchange, request.secrets));
      },
    });
    return { ...settled, orderId: order.order_id, shortId: tool.shortId };
  }

  /** A forward that was fully sent when we stopped is not sent twice blindly. */
  settlesAborted(exchange: Exchange): boolean {
    return exchange.kind === 'unanswered' && exchange.sentFully;
  }

  /** `received` becomes `forwarding`, on disk, before the seller hears of it. Null where the order has gone on without us. */
  private async begin(work: WorkRow, read: OrderReading): Promise<OrderReading | null> {
    const resend = (JSON.parse(work.state) as ForwardState).resend;
    if (read.status === 'forwarding' || (resend && read.status === 'processing')) return read;
    const begun = await this.parts.unit.run(async (tx) => {
      const order = await this.parts.orders.get(tx, work.subject);
      const mayGo = order?.run === work.run && order.status === 'received';
      if (mayGo) await this.parts.change.apply(tx, order, 'forward', {}, { kind: 'forward' });
      else await this.parts.engine.finish(tx, work);
      return mayGo;
    });
    return begun ? this.parts.orders.find(work.subject) : null;
  }

  private async drop(work: WorkRow): Promise<null> {
    await this.parts.unit.run((tx) => this.parts.engine.finish(tx, work));
    return null;
  }

  /** Waits until the tool is resumed; unless that happened in the meantime. */
  private async park(work: WorkRow, tool: ToolSettings): Promise<null> {
    const { unit, engine, tools, clock } = this.parts;
    await unit.run(async (tx: Tx) => {
      const dueAt = (await tools.isPaused(tx, tool.shortId)) ? PARKED : clock.now();
      await engine.reschedule(tx, work, { dueAt, state: work.state });
    });
    return null;
  }
}

/** The query of a URL that the seller names for the order is as secret as those it registered, also in this very answer. */
function withNamedUrls(request: JobRequest, exchange: Exchange, judged: ForwardVerdict): JobRequest {
  if (exchange.kind === 'unanswered') return request;
  const { location, 'operation-location': operation, 'azure-asyncoperation': azure } = exchange.headers;
  const found = judged.kind === 'accepted' ? [judged.statusUrl, judged.resultUrl] : [];
  const secrets = [location, operation, azure, ...found].flatMap((url) => (url ? secretsOfUrl(url) : []));
  return secrets.length === 0 ? request : { ...request, secrets: [...request.secrets, ...secrets] };
}
