import { saidHashOf } from '../domain/batch-answer.js';
import { knowsTheOrder, type CheckVerdict } from '../domain/check-answer.js';
import type { Exchange } from '../domain/exchange.js';
import type { Outcome } from '../domain/outcome.js';
import { failureHash } from '../domain/result.js';
import { parseRetryAfter } from '../domain/retry-after.js';
import { scrub } from '../domain/scrub.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { NextRun } from '../storage/work-store.js';
import { isAtWork } from './at-work.js';
import { badResultError, isEnough, oneMoreBad } from './bad-results.js';
import type { Cause } from './change-order.js';
import type { CheckContext } from './check-order.js';
import { NOT_LONG } from '../work/long-calls.js';
import type { CheckRecord } from './check-record.js';
import { aloneTo, roadAfter } from './check-roads.js';
import type { CheckState } from './forward-state.js';
import { MADE_AGAIN, notes, type JourneyParts, type Settled } from './journey-parts.js';
import { isOldNews } from './old-news.js';
import { sendAgain } from './send-again.js';
import type { AnswerContent } from './settle-order.js';

/** 404 from a seller that had known the order in this run is another thing than 404 from one that never heard of it. */
const FORGOT = 'The seller had known this order and now answers 404: it forgot it.';

/** An answer that tells nothing which the order does not hold. */
interface Unchanged {
  readonly outcome: 'processing' | 'not_modified';
  readonly nextCheckS: number | null;
  readonly note: string | null;
}

interface Step {
  readonly verdict: CheckVerdict;
  readonly work: WorkRow;
  readonly context: CheckContext;
  readonly exchange: Exchange;
  readonly attemptId: string;
  readonly record: CheckRecord;
}

/** What follows from each answer to a status check: the table of contract section 5. */
export class CheckOutcomes {
  constructor(private readonly parts: JourneyParts) {}

  async settle(
    work: WorkRow,
    context: CheckContext,
    verdict: CheckVerdict,
    exchange: Exchange,
    attemptId: string,
    record: CheckRecord,
  ): Promise<Settled> {
    const step: Step = { verdict, work, context, exchange, attemptId, record };
    switch (verdict.kind) {
      case 'completed':
        return this.completed(step, verdict);
      case 'failed':
        return this.finish(step, this.parts.settle.failure(verdict.failure, context.secrets), verdict.note);
      case 'processing':
        return this.processing(step, verdict);
      case 'elsewhere':
        return this.fetchNext(step, verdict);
      case 'bad_result':
        return this.badResult(step, verdict.problem);
      case 'wait':
        return this.wait(step, verdict);
    }
  }

  private async completed(step: Step, said: Extract<CheckVerdict, { kind: 'completed' }>): Promise<Settled> {
    const { order, staging } = step.context;
    const kept = await this.parts.results.keep(order, said.result, staging);
    return kept.ok ? this.finish(step, kept.content, notes(said.note, kept.note)) : this.badResult(step, kept.problem);
  }

  /** A final word: settled like the other roads' words, and where it does not count, asked again by the plan. */
  private async finish(step: Step, content: AnswerContent, note: string | null): Promise<Settled> {
    const { exchange, context, work, attemptId, verdict } = step;
    const completedMs = ('completedMs' in verdict ? verdict.completedMs : null) ?? null;
    const bodyHash = exchange.kind === 'answered' ? exchange.body.sha256 : '';
    return this.parts.unit.run(async (tx) => {
      await step.record.called(tx);
      const order = (await this.parts.orders.get(tx, context.order.order_id)) as OrderReading;
      const saidHash = context.tool.statusBatchUrl === null ? null : saidHashOf(exchange);
      const said = { road: 'check' as const, run: work.run, bodyHash, saidHash, completedMs };
      const answer = { ...said, attemptId, content };
      // A failure that another process, which has taken the work over, may know better; a result counts, whoever brings it.
      if (content.kind === 'failed' && isAtWork(order, work) && !(await this.parts.engine.holds(tx, work))) {
        await step.record.ended(tx, 'late', MADE_AGAIN, true);
        return { outcome: 'late', changed: false };
      }
      const settlement = await this.parts.settle.settle(tx, order, answer);
      const outcome: Outcome = settlement.ruling === 'settles' ? content.kind : settlement.ruling;
      const settles = settlement.ruling === 'settles';
      if (settles) await this.learn(tx, step, order, content.kind);
      else await this.goOn(tx, step, order, { ...context.state, bad: null }, null);
      // A result that came late is accepted by its attempt's id; a failure that does not count is nothing new the second time.
      await step.record.ended(tx, outcome, settlement.sentence ?? note, settles || content.kind === 'completed');
      return { outcome, changed: settles };
    });
  }

  /** Still at work, and nothing new to keep: the hot path. The row of work stands only while its order waits in this run. */
  private async unchanged(step: Step, said: Unchanged): Promise<Settled> {
    const { context, work } = step;
    const state = { ...context.state, bad: null, unconfirmed: false };
    const next = this.nextCheck(step, context.order, state, said.nextCheckS);
    return this.parts.unit.run(async (tx): Promise<Settled> => {
      if (await step.record.repeats(tx, work, next, said.outcome, said.note))
        return { outcome: said.outcome, changed: false };
      const outcome = (await this.parts.engine.reschedule(tx, work, next)) ? said.outcome : 'late';
      await step.record.called(tx);
      await step.record.ended(tx, outcome, said.note, outcome === 'late');
      return { outcome, changed: false };
    });
  }

  private async processing(step: Step, said: Extract<CheckVerdict, { kind: 'processing' }>): Promise<Settled> {
    const { context, attemptId } = step;
    const message = said.message === null ? null : scrub(said.message, context.secrets);
    if (!context.recognised && isOldNews(context.order, { ...said, message }) && this.isBeforeDeadline(context))
      return this.unchanged(step, { outcome: 'processing', ...said });
    return this.inOpenOrder(step, 'processing', said.note, async (tx, order) => {
      const changed = await this.parts.change.progress(tx, order, { ...said, message }, { kind: 'check', attemptId });
      await this.goOn(tx, step, order, { ...context.state, bad: null, unconfirmed: false }, said.nextCheckS);
      return changed;
    });
  }

  /** Done, but the result is to be asked for: at once, also where this was the check at the deadline. */
  private async fetchNext(step: Step, said: Extract<CheckVerdict, { kind: 'elsewhere' }>): Promise<Settled> {
    const { url, note, completedMs } = said;
    const { context, work } = step;
    const { checks, clock, engine } = this.parts;
    const told = notes(note, 'The seller says that the order is done; its result is asked for next.');
    return this.inOpenOrder(step, 'processing', told, async (tx, order) => {
      const resultUrl = checks.urls.seal(order.order_id, url);
      const done = completedMs === undefined ? {} : { completedMs };
      const state: CheckState = { ...context.state, ...NOT_LONG, unconfirmed: false, resultUrl, ...done };
      const dueAt = clock.now() + checks.minIntervalMs;
      await engine.reschedule(tx, work, { dueAt, state: JSON.stringify(state), group: aloneTo(url) });
      return false;
    });
  }

  private async learn(tx: Tx, step: Step, order: OrderReading, kind: AnswerContent['kind']): Promise<void> {
    const { recognised = null, dialect = null, tool } = step.context;
    await this.parts.dialects.tell(tx, order, recognised, { kind: 'check', attemptId: step.attemptId });
    if (kind === 'completed' && tool.dialect === null) await this.parts.dialects.pin(tx, tool.shortId, dialect);
  }

  private async badResult(step: Step, problem: string): Promise<Settled> {
    const { context, attemptId } = step;
    const now = this.parts.clock.now();
    const bad = oneMoreBad(context.state.bad, now);
    return this.inOpenOrder(step, 'bad_result', problem, async (tx, order) => {
      if (isEnough(bad, now)) {
        const error = badResultError(scrub(problem, context.secrets));
        const patch = { error: JSON.stringify(error), answer_hash: failureHash(error), delivered_by: null };
        return this.parts.change.apply(tx, order, 'fail', patch, { kind: 'check', attemptId });
      }
      await this.goOn(tx, step, order, { ...context.state, bad, unconfirmed: false }, null);
      return false;
    });
  }

  private async wait(step: Step, verdict: Extract<CheckVerdict, { kind: 'wait' }>): Promise<Settled> {
    const { context } = step;
    if (verdict.outcome === 'not_modified' && this.isBeforeDeadline(context))
      return this.unchanged(step, { outcome: 'not_modified', nextCheckS: null, note: null });
    return this.inOpenOrder(step, verdict.outcome, verdict.problem, async (tx, order, outcome) => {
      if (outcome === 'unauthorized') await this.tellSeller(tx, context.tool.shortId);
      const resend = outcome === 'not_found' && context.state.unconfirmed;
      if (resend) await sendAgain(this.parts, tx, order, { tool: context.tool, attemptId: step.attemptId });
      const unconfirmed = context.state.unconfirmed && !resend && !knowsTheOrder(verdict);
      await this.goOn(tx, step, order, { ...context.state, bad: null, unconfirmed }, null);
      return false;
    });
  }

  /** Records the attempt, and goes on only where the order still waits in this run. */
  private async inOpenOrder(
    step: Step,
    outcome: Outcome,
    problem: string | null,
    then: (tx: Tx, order: OrderReading, outcome: Outcome) => Promise<boolean>,
  ): Promise<Settled> {
    const { context, attemptId } = step;
    return this.parts.unit.run(async (tx) => {
      const order = await this.parts.orders.get(tx, context.order.order_id);
      const open = isAtWork(order, step.work) && (await this.parts.engine.holds(tx, step.work));
      const late = !open && step.exchange.kind === 'answered';
      // As it is now: the seller may have called back while it was being asked.
      const forgot = open && order.heard === 1 && outcome === 'not_found' && !context.fetched;
      const recorded = late ? 'late' : forgot ? 'evicted' : outcome;
      await step.record.called(tx);
      if (open) await this.parts.dialects.tell(tx, order, context.recognised ?? null, { kind: 'check', attemptId });
      const changed = open ? await then(tx, order, recorded) : false;
      const isNews = !open || changed || Boolean(context.recognised);
      await step.record.ended(tx, recorded, forgot ? FORGOT : problem, isNews);
      return { outcome: recorded, changed };
    });
  }

  private isBeforeDeadline({ order }: CheckContext): boolean {
    return this.parts.clock.now() < order.deadline_at;
  }

  /** The next check by the plan; the one at the deadline was the last. */
  private async goOn(
    tx: Tx,
    step: Step,
    order: OrderReading,
    state: CheckState,
    nextCheckS: number | null,
  ): Promise<void> {
    const { work, attemptId } = step;
    if (!isAtWork(order, work)) return;
    const now = this.parts.clock.now();
    if (now >= order.deadline_at) {
      // Read again: keeping the answer's progress has moved the row on.
      const current = (await this.parts.orders.get(tx, order.order_id)) ?? order;
      const cause: Cause = { kind: 'deadline', attemptId, atWorkAt: state.atWorkAt };
      return void (await this.parts.change.apply(tx, current, 'expire', {}, cause));
    }
    await this.parts.engine.reschedule(tx, work, this.nextCheck(step, order, state, nextCheckS));
  }

  private nextCheck(step: Step, order: OrderReading, state: CheckState, nextCheckS: number | null): NextRun {
    const { context, exchange } = step;
    const now = this.parts.clock.now();
    const retryAfterMs = exchange.kind === 'answered' ? parseRetryAfter(exchange.headers['retry-after'], now) : null;
    const etaS = step.verdict.kind === 'processing' ? (step.verdict.etaS ?? null) : null;
    // One long check follows the other: the seller says when there is something new.
    const wanted = nextCheckS ?? (context.hasWaited ? 0 : null);
    const next = this.parts.checks.next(order, context.tool, state, { retryAfterMs, nextCheckS: wanted, etaS });
    const group = roadAfter(step.work, context.tool, () => this.parts.checks.urls.next(order, context.tool, state));
    const kept = next.final ? { ...state, ...NOT_LONG } : state;
    const due = { dueAt: next.at, bySweep: next.bySweep, byClock: next.final === true };
    return { ...due, state: JSON.stringify(kept), ...(group && { group }) };
  }

  private tellSeller(tx: Tx, shortId: string): Promise<void> {
    const message = `The status URL of tool ${shortId} refuses our checks (HTTP 401 or 403). Correct auth_headers with PATCH /v1/tools/${shortId}.`;
    return this.parts.tools.tellUnauthorized(tx, shortId, message, this.parts.clock.now());
  }
}
