import { readCallback } from '../domain/callback-body.js';
import type { SellerVerdict } from '../domain/check-answer.js';
import { newId } from '../domain/ids.js';
import { isFinal, type OrderStatus } from '../domain/order.js';
import type { Outcome } from '../domain/outcome.js';
import { Problem } from '../domain/problem.js';
import type { BodySink, ReceivedBody } from '../domain/received-body.js';
import type { Reading } from '../domain/reading.js';
import { scrub, secretsOfUrl } from '../domain/scrub.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { NewAttempt } from '../storage/attempt-store.js';
import type { OrderReading } from '../storage/order-store.js';
import { CAME_LATE } from './attempt-record.js';
import { attemptOfCallback, type Callback, type CallbackAnswer, type CallbackStep as Step } from './callback-step.js';
import { notes, type JourneyParts } from './journey-parts.js';
import { ReadBody } from './read-body.js';
import { heldBytesOf, readingOf } from './reading-of.js';
import type { AnswerContent } from './settle-order.js';
import type { Staging } from './staging.js';

export type CallbackParts = Omit<JourneyParts, 'engine' | 'random' | 'timeoutMs'>;

type CallbackReading = Reading & { readonly heldBytes: number };

/** Takes a seller's callback: the preferred road (contract, section 6). */
export class AcceptCallback {
  constructor(
    private readonly parts: CallbackParts,
    /** Told of each callback once it is written down. */
    private readonly took: (attempt: NewAttempt) => void = () => undefined,
  ) {}

  /** `receive` brings the body into the sink it is given; what it throws comes out as it is. */
  async accept(callback: Callback, receive: (sink: BodySink) => Promise<ReceivedBody>): Promise<CallbackAnswer> {
    const startedAt = this.parts.clock.now();
    const staging = this.parts.stage.open();
    try {
      const reading = await this.readingOf(callback);
      const body = await receive(new ReadBody(staging, reading?.heldBytes));
      return await this.judge(callback, body, reading, staging, startedAt);
    } finally {
      await staging.clear();
    }
  }

  private async judge(
    callback: Callback,
    body: ReceivedBody,
    reading: CallbackReading | null,
    staging: Staging,
    startedAt: number,
  ): Promise<CallbackAnswer> {
    const read = readCallback(body, callback.urlOrderId, reading);
    const order = read.orderId === null ? null : await this.parts.orders.find(read.orderId);
    const known = order && (callback.shortId === null || order.short_id === callback.shortId) ? order : null;
    const secrets = await this.secretsOf(callback, known);
    if (!read.ok && !known) throw invalid('invalid', scrub(read.problem, secrets));
    if (!known) throw invalid('order_not_found', 'This tool has no order with that order_id.');
    const completedMs = (read.ok && 'completedMs' in read.verdict ? read.verdict.completedMs : null) ?? null;
    const step = { callback, body, staging, order: known, attemptId: newId('att'), startedAt, completedMs };
    if (!read.ok) return await this.refuse({ ...step, secrets, dialect: null }, 'unreadable', read.problem);
    const { verdict, dialect } = read;
    const named = verdict.kind === 'elsewhere' ? secretsOfUrl(verdict.url) : [];
    return this.take({ ...step, secrets: [...secrets, ...named], dialect }, verdict);
  }

  private async take(step: Step, verdict: SellerVerdict): Promise<CallbackAnswer> {
    switch (verdict.kind) {
      case 'completed':
        return this.completed(step, verdict);
      case 'failed':
        return this.finish(step, this.parts.settle.failure(verdict.failure, step.secrets), verdict.note);
      case 'processing':
        return this.progress(step, verdict);
      case 'elsewhere':
        return this.fetchNext(step, verdict.url);
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
    const { callback, attemptId, completedMs } = step;
    const { ruling } = await this.parts.unit.run(async (tx) => {
      const order = await this.current(tx, step);
      const answer = {
        road: 'callback' as const,
        run: callback.run,
        bodyHash: step.body.sha256,
        attemptId,
        content,
        completedMs,
      };
      const settlement = await this.parts.settle.settle(tx, order, answer);
      const outcome: Outcome = settlement.ruling === 'settles' ? content.kind : settlement.ruling;
      await this.record(tx, step, 200, outcome, settlement.sentence ?? note);
      if (settlement.ruling === 'settles') {
        await this.parts.dialects.tell(tx, order, step.dialect, { kind: 'callback', attemptId });
        if (content.kind === 'completed') await this.parts.dialects.pin(tx, order.short_id, step.dialect);
      }
      return settlement;
    });
    if (ruling === 'settles') return { ok: true };
    return ruling === 'duplicate' ? { ok: true, duplicate: true } : { ok: true, late: true };
  }

  private async progress(step: Step, said: Extract<SellerVerdict, { kind: 'processing' }>): Promise<CallbackAnswer> {
    const { callback, attemptId } = step;
    return this.parts.unit.run(async (tx): Promise<CallbackAnswer> => {
      const order = await this.current(tx, step);
      const late = isLate(order, callback);
      await this.record(tx, step, 200, late ? 'late' : 'processing', late ? CAME_LATE : said.note);
      if (late) return { ok: true, late: true };
      const message = said.message === null ? null : scrub(said.message, step.secrets);
      await this.parts.change.progress(tx, order, { ...said, message }, { kind: 'callback', attemptId });
      await this.parts.orders.noteHeard(tx, order.order_id, order.run);
      return { ok: true };
    });
  }

  /** Done, but the result is to be asked for: the order's next check does, at once. */
  private async fetchNext(step: Step, url: string): Promise<CallbackAnswer> {
    const { checks, tools, unit } = this.parts;
    const tool = await tools.find(step.order.short_id);
    return unit.run(async (tx): Promise<CallbackAnswer> => {
      const order = await this.current(tx, step);
      // Of an earlier run it counts as well: a good result of any run completes the order.
      const late = isFinal(order.status as OrderStatus) || !tool;
      const told = late ? CAME_LATE : 'Done: its result is asked for next.';
      await this.record(tx, step, 200, late ? 'late' : 'processing', told);
      if (late) return { ok: true, late: true };
      await checks.fetch(tx, order, tool, { url, completedMs: step.completedMs ?? this.parts.clock.now() });
      await this.parts.orders.noteHeard(tx, order.order_id, order.run);
      return { ok: true };
    });
  }

  /** By what the body is read where the URL names the order; null where our words alone count. */
  private async readingOf({ urlOrderId }: Callback): Promise<CallbackReading | null> {
    const order = urlOrderId === null ? null : await this.parts.orders.find(urlOrderId);
    const tool = order && (await this.parts.tools.find(order.short_id));
    return tool
      ? { ...readingOf(tool, null, tool.jobUrl), isCallback: true, heldBytes: heldBytesOf(tool, null) }
      : null;
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
    const ended = { status, outcome, problem, durationMs: Math.max(0, this.parts.clock.now() - step.startedAt) };
    const attempt = attemptOfCallback(step, ended);
    await this.parts.attempts.add(tx, attempt);
    tx.afterCommit(() => this.took(attempt));
  }
}

function isLate(order: OrderReading, { run }: Callback): boolean {
  return isFinal(order.status as OrderStatus) || (run !== null && run < order.run);
}

function invalid(code: string, message: string): Problem {
  return new Problem(400, code, message);
}
