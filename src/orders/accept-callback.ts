import { readCallback } from '../domain/callback-body.js';
import type { SellerVerdict } from '../domain/check-answer.js';
import type { Clock } from '../domain/clock.js';
import { newId } from '../domain/ids.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import type { Outcome } from '../domain/outcome.js';
import { Problem } from '../domain/problem.js';
import type { BodySink, ReceivedBody } from '../domain/received-body.js';
import { scrub } from '../domain/scrub.js';
import type { AttemptStore } from '../storage/attempt-store.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderReading, OrderStore } from '../storage/order-store.js';
import { CAME_LATE, excerptOf } from './attempt-record.js';
import type { ChangeOrder } from './change-order.js';
import type { SellerRequests } from './job-request.js';
import { notes } from './journey-parts.js';
import type { KeepResult } from './keep-result.js';
import { ReadBody } from './read-body.js';
import type { SellerTools } from './seller-tools.js';
import type { AnswerContent, SettleOrder } from './settle-order.js';
import type { StageFiles, Staging } from './staging.js';

/** A callback whose secret or token has been proven. */
export interface Callback {
  /** The tool whose secret it bore; null where the URL's token named the order instead. */
  readonly shortId: string | null;
  /** The order that the URL's token speaks for, if any. */
  readonly urlOrderId: string | null;
  /** From `?run=`; null where it is left out. */
  readonly run: number | null;
  /** The secret or token that proved it: kept nowhere, but struck out wherever the body repeats it. */
  readonly secret: string;
  readonly path: string;
  readonly requestId: string;
}

/** V: what the seller is answered with 200; a callback that cannot be taken is a `Problem` of status 400. */
export type CallbackAnswer = { readonly ok: true; readonly duplicate?: true; readonly late?: true };

export interface CallbackParts {
  readonly orders: OrderStore;
  readonly attempts: AttemptStore;
  readonly tools: SellerTools;
  readonly requests: SellerRequests;
  readonly change: ChangeOrder;
  readonly settle: SettleOrder;
  readonly results: KeepResult;
  readonly stage: StageFiles;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

interface Step {
  readonly callback: Callback;
  readonly body: ReceivedBody;
  readonly staging: Staging;
  readonly order: OrderReading;
  readonly secrets: readonly string[];
  readonly attemptId: string;
  readonly startedAt: number;
}

/** Takes a seller's callback: the preferred road (contract, section 6). */
export class AcceptCallback {
  constructor(private readonly parts: CallbackParts) {}

  /** `receive` brings the body into the sink it is given; what it throws comes out as it is. */
  async accept(callback: Callback, receive: (sink: BodySink) => Promise<ReceivedBody>): Promise<CallbackAnswer> {
    const startedAt = this.parts.clock.now();
    const staging = this.parts.stage.open();
    try {
      return await this.judge(callback, await receive(new ReadBody(staging)), staging, startedAt);
    } finally {
      await staging.clear();
    }
  }

  private async judge(
    callback: Callback,
    body: ReceivedBody,
    staging: Staging,
    startedAt: number,
  ): Promise<CallbackAnswer> {
    const read = readCallback(body, callback.urlOrderId);
    const order = read.orderId === null ? null : await this.parts.orders.find(read.orderId);
    const known = order && (callback.shortId === null || order.short_id === callback.shortId) ? order : null;
    const secrets = await this.secretsOf(callback, known);
    if (!read.ok && !known) throw invalid('invalid', scrub(read.problem, secrets));
    if (!known) throw invalid('order_not_found', 'This tool has no order with that order_id.');
    const step = { callback, body, staging, order: known, secrets, attemptId: newId('att'), startedAt };
    if (!read.ok) return await this.refuse(step, 'unreadable', read.problem);
    return this.take(step, read.verdict);
  }

  private async take(step: Step, verdict: SellerVerdict): Promise<CallbackAnswer> {
    switch (verdict.kind) {
      case 'completed':
        return this.completed(step, verdict);
      case 'failed':
        return this.finish(step, this.parts.settle.failure(verdict.failure, step.secrets), verdict.note);
      case 'processing':
        return this.progress(step, verdict);
      case 'bad_result':
        return await this.refuse(step, 'bad_result', verdict.problem);
    }
  }

  private async completed(step: Step, said: Extract<SellerVerdict, { kind: 'completed' }>): Promise<CallbackAnswer> {
    const kept = await this.parts.results.keep(step.order, said.result, step.staging);
    return kept.ok
      ? this.finish(step, kept.content, notes(said.note, kept.note))
      : await this.refuse(step, 'bad_result', kept.problem);
  }

  private async finish(step: Step, content: AnswerContent, note: string | null): Promise<CallbackAnswer> {
    const { callback, attemptId } = step;
    const { ruling } = await this.parts.unit.run(async (tx) => {
      const order = await this.current(tx, step);
      const answer = {
        road: 'callback' as const,
        run: callback.run,
        bodyHash: step.body.sha256,
        attemptId,
        content,
      };
      const settlement = await this.parts.settle.settle(tx, order, answer);
      const outcome: Outcome = settlement.ruling === 'settles' ? content.kind : settlement.ruling;
      await this.record(tx, step, 200, outcome, settlement.sentence ?? note);
      return settlement;
    });
    if (ruling === 'settles') return { ok: true };
    return ruling === 'duplicate' ? { ok: true, duplicate: true } : { ok: true, late: true };
  }

  private async progress(step: Step, said: Extract<SellerVerdict, { kind: 'processing' }>): Promise<CallbackAnswer> {
    const { callback, attemptId } = step;
    return this.parts.unit.run(async (tx): Promise<CallbackAnswer> => {
      const order = await this.current(tx, step);
      const late = isFinal(order.status as OrderStatus) || (callback.run !== null && callback.run < order.run);
      await this.record(tx, step, 200, late ? 'late' : 'processing', late ? CAME_LATE : said.note);
      if (late) return { ok: true, late: true };
      const message = said.message === null ? null : scrub(said.message, step.secrets);
      await this.parts.change.progress(tx, order, { ...said, message }, { kind: 'callback', attemptId });
      await this.parts.orders.noteHeard(tx, order.order_id, order.run);
      return { ok: true };
    });
  }

  /** Nothing is changed; the attempt says why, and so does the answer. */
  private async refuse(step: Step, outcome: Outcome, found: string): Promise<never> {
    const problem = scrub(found, step.secrets);
    await this.parts.unit.run(async (tx) => {
      await this.record(tx, step, 400, outcome, problem);
      if (outcome === 'bad_result')
        await this.parts.orders.noteHeard(tx, step.order.order_id, step.callback.run ?? step.order.run);
    });
    throw invalid('invalid', problem);
  }

  /** Nothing that the seller repeats of them is kept, or answered. */
  private async secretsOf(
    { secret, shortId, urlOrderId }: Callback,
    order: OrderReading | null,
  ): Promise<readonly string[]> {
    const named = order?.short_id ?? shortId;
    const tool = named === null ? null : await this.parts.tools.find(named);
    return this.parts.requests.secretsOf(order?.order_id ?? urlOrderId, tool, secret);
  }

  private async current(tx: Tx, step: Step): Promise<OrderReading> {
    return (await this.parts.orders.get(tx, step.order.order_id)) ?? step.order;
  }

  private async record(tx: Tx, step: Step, status: number, outcome: Outcome, problem: string | null): Promise<void> {
    const { callback, order, startedAt } = step;
    await this.parts.attempts.add(tx, {
      ...{
        attempt_id: step.attemptId,
        kind: 'callback',
        order_id: order.order_id,
        notification_id: null,
        short_id: order.short_id,
      },
      ...{
        run: callback.run ?? order.run,
        attempt_num: 1,
        started_at: startedAt,
        duration_ms: this.parts.clock.now() - startedAt,
      },
      ...{
        method: 'POST',
        url: callback.path,
        status_code: status,
        outcome,
        error: problem === null ? null : scrub(problem, step.secrets),
        request_id: callback.requestId,
      },
      response_excerpt: order.erased_at === null ? excerptOf(step.body.head, step.secrets) : null,
    });
  }
}

function invalid(code: string, message: string): Problem {
  return new Problem(400, code, message);
}
