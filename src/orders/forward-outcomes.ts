import type { Exchange } from '../domain/exchange.js';
import { NO_FOOTHOLD, type Foothold } from '../domain/foothold.js';
import type { ForwardVerdict } from '../domain/forward-answer.js';
import { isFinal, type OrderError, type OrderStatus } from '../domain/order.js';
import type { Outcome } from '../domain/outcome.js';
import { failureHash } from '../domain/result.js';
import { nextForwardTry } from '../domain/retry-plan.js';
import { parseRetryAfter } from '../domain/retry-after.js';
import { scrub } from '../domain/scrub.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { Cause } from './change-order.js';
import type { ForwardContext } from './forward-order.js';
import { newCheck, type CheckState } from './forward-state.js';
import { MADE_AGAIN, notes, type JourneyParts, type AttemptRecord, type Settled } from './journey-parts.js';
import type { AnswerContent } from './settle-order.js';
import { triedAfter, triedUntilNow } from './tried-time.js';

const SAID_NOTHING = { progress: null, message: null, ...NO_FOOTHOLD };

type Said = { progress: number | null; message: string | null; etaS?: number } & Foothold;

/** What follows from each answer to a job POST: one method a row of the table in contract section 4. */
export class ForwardOutcomes {
  constructor(private readonly parts: JourneyParts) {}

  async settle(
    work: WorkRow,
    context: ForwardContext,
    verdict: ForwardVerdict,
    exchange: Exchange,
    attemptId: string,
    record: AttemptRecord,
  ): Promise<Settled> {
    const step = { work, context, exchange, attemptId, record };
    switch (verdict.kind) {
      case 'accepted':
        return this.acknowledge(step, 'accepted', verdict.note, verdict);
      case 'unconfirmed':
        return this.acknowledge(step, 'unconfirmed', verdict.problem, SAID_NOTHING);
      case 'retry':
        return this.tryAgain(step, verdict.outcome, verdict.problem);
      case 'refused':
        return this.refuse(step, verdict);
      case 'completed':
        return this.completed(step, verdict);
      case 'failed':
        return this.finish(step, this.parts.settle.failure(verdict.failure, context.request.secrets), verdict.note);
    }
  }

  /** The seller has it, or may have it: from now on we ask, or wait for its callback. */
  private async acknowledge(step: Step, outcome: Outcome, note: string | null, said: Said): Promise<Settled> {
    const { context, work } = step;
    const check = { ...newCheck(outcome === 'unconfirmed'), ...this.remembered(context.order.order_id, said) };
    const state = await this.parts.checks.withClass(context.order, context.tool, check);
    return this.parts.unit.run(async (tx) => {
      const order = await this.parts.orders.get(tx, context.order.order_id);
      const overtaken = order?.run === work.run && order.delivered_by !== null;
      const recorded = outcome === 'unconfirmed' || overtaken || isOpen(order, work) ? outcome : 'late';
      await step.record.called(tx);
      await step.record.ended(tx, recorded, note);
      const isOurs = await this.parts.engine.finish(tx, work);
      if (!isOurs || !isOpen(order, work)) return { outcome: recorded, changed: false };
      const patch = this.toldBy(said, order, context.request.secrets);
      if (order.status !== 'forwarding') {
        // The first never arrived: the seller has had the order since now.
        if (context.state.resend) await this.parts.change.sentAnew(tx, order, patch);
        return { outcome: recorded, changed: false };
      }
      await this.parts.checks.first(tx, { ...order, ...patch }, context.tool, state, said.etaS);
      const cause: Cause = { kind: 'forward', attemptId: step.attemptId };
      await this.parts.change.apply(tx, order, 'acknowledge', patch, cause);
      await this.parts.dialects.tell(tx, order, said.dialect, cause);
      return { outcome, changed: true };
    });
  }

  private toldBy(said: Said, order: OrderReading, secrets: readonly string[]) {
    return {
      forwarded_at: this.parts.clock.now(),
      status_url: this.parts.checks.urls.seal(order.order_id, said.statusUrl),
      remote_id: said.remoteId,
      progress: said.progress ?? order.progress,
      message: said.message === null ? order.message : scrub(said.message, secrets),
    };
  }

  /** What the reply said of where and how to ask. */
  private remembered(orderId: string, said: Foothold): Partial<CheckState> {
    const { dialect, monitor, finalUrl, resultUrl } = said;
    const { urls } = this.parts.checks;
    return {
      ...(dialect !== null && { dialect }),
      ...(monitor !== null && { monitor }),
      ...(finalUrl !== null && { finalUrl: urls.seal(orderId, finalUrl) }),
      ...(resultUrl !== null && { resultUrl: urls.seal(orderId, resultUrl) }),
    };
  }

  private async tryAgain(step: Step, outcome: Outcome, problem: string): Promise<Settled> {
    const { context, exchange, work } = step;
    const { clock, random, unit, engine } = this.parts;
    const now = clock.now();
    const tried = triedUntilNow(context.state, clock);
    const next = nextForwardTry({
      ...{ tries: context.state.tries, triedMs: tried.ms, nowMs: now, random: random() },
      retryAfterMs: exchange.kind === 'answered' ? parseRetryAfter(exchange.headers['retry-after'], now) : null,
    });
    if (next === null) return this.fail(step, outcome, problem, unreachable(problem), null);
    return unit.run(async (tx) => {
      const open = isOpen(await this.parts.orders.get(tx, context.order.order_id), work);
      const recorded = open || exchange.kind === 'unanswered' ? outcome : 'late';
      await step.record.called(tx);
      await step.record.ended(tx, recorded, problem);
      const state = { ...context.state, tried: triedAfter(tried, next - now) };
      await engine.reschedule(tx, work, { dueAt: next, state: JSON.stringify(state) });
      return { outcome: recorded, changed: false };
    });
  }

  private async refuse(step: Step, verdict: Extract<ForwardVerdict, { kind: 'refused' }>): Promise<Settled> {
    const error = { ...verdict.error, message: scrub(verdict.error.message, step.context.request.secrets) };
    return this.fail(step, verdict.outcome, error.message, error, 'reply', async (tx) => {
      if (verdict.gone)
        await this.parts.tools.pause(
          tx,
          step.context.tool.shortId,
          'The seller answered HTTP 410 (gone).',
          this.parts.clock.now(),
        );
    });
  }

  private async fail(
    step: Step,
    outcome: Outcome,
    problem: string,
    error: OrderError,
    deliveredBy: 'reply' | null,
    also: (tx: Tx) => Promise<void> = async () => {},
  ): Promise<Settled> {
    return this.parts.unit.run(async (tx) => {
      const isOurs = await this.parts.engine.finish(tx, step.work);
      const order = await this.parts.orders.get(tx, step.context.order.order_id);
      const open = isOurs && isOpen(order, step.work);
      const recorded = open || step.exchange.kind === 'unanswered' ? outcome : 'late';
      await step.record.called(tx);
      await step.record.ended(tx, recorded, problem);
      if (isOurs || !isOpen(order, step.work)) await also(tx);
      if (!open) return { outcome: recorded, changed: false };
      const patch = { error: JSON.stringify(error), answer_hash: failureHash(error), delivered_by: deliveredBy };
      return {
        outcome,
        changed: await this.parts.change.apply(tx, order, 'fail', patch, {
          kind: 'forward',
          attemptId: step.attemptId,
        }),
      };
    });
  }

  /** A result that cannot be taken is an acknowledgement: the seller may still bring a better one. */
  private async completed(step: Step, said: Extract<ForwardVerdict, { kind: 'completed' }>): Promise<Settled> {
    const { order, staging } = step.context;
    const kept = await this.parts.results.keep(order, said.result, staging);
    if (kept.ok) return this.finish(step, kept.content, notes(said.note, kept.note));
    return this.acknowledge(step, 'accepted', `The reply says completed, but: ${kept.problem}`, {
      ...SAID_NOTHING,
      ...said.foothold,
    });
  }

  /** The reply itself holds the final answer. */
  private async finish(step: Step, content: AnswerContent, note: string | null): Promise<Settled> {
    const { exchange, work, context } = step;
    const bodyHash = exchange.kind === 'answered' ? exchange.body.sha256 : '';
    return this.parts.unit.run(async (tx) => {
      await step.record.called(tx);
      const order = (await this.parts.orders.get(tx, context.order.order_id)) as OrderReading;
      const answer = {
        road: 'reply' as const,
        run: work.run,
        bodyHash,
        attemptId: step.attemptId,
        content,
        forwardedAt: this.parts.clock.now(),
      };
      const isOurs = await this.parts.engine.finish(tx, work);
      if (!isOurs && content.kind === 'failed' && isOpen(order, work)) {
        await step.record.ended(tx, 'late', MADE_AGAIN);
        return { outcome: 'late', changed: false };
      }
      const settlement = await this.parts.settle.settle(tx, order, answer);
      const outcome: Outcome = settlement.ruling === 'settles' ? content.kind : settlement.ruling;
      await step.record.ended(tx, outcome, settlement.sentence ?? note);
      return { outcome, changed: settlement.ruling === 'settles' };
    });
  }
}

interface Step {
  readonly work: WorkRow;
  readonly context: ForwardContext;
  readonly exchange: Exchange;
  readonly attemptId: string;
  readonly record: AttemptRecord;
}

/** Whether the order still goes on, in the run that the work belongs to. */
function isOpen(order: OrderReading | null, work: WorkRow): order is OrderReading {
  return order?.run === work.run && !isFinal(order.status as OrderStatus);
}

function unreachable(problem: string): OrderError {
  return {
    code: 'seller_unreachable',
    message: `The seller could not be reached for six hours. The last try: ${problem}`,
    hint: "Check that the seller's automation is up, then retry the order.",
  };
}
