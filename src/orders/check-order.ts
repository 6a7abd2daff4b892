import type { ByteBudget } from '../domain/byte-budget.js';
import { judgeCheck, knowsTheOrder, saysAtWork, type CheckVerdict, type JudgedCheck } from '../domain/check-answer.js';
import { judgeFetched } from '../domain/fetched-answer.js';
import { conditionHeaders, validatorAfter } from '../domain/conditional-check.js';
import type { DialectName } from '../domain/dialects/dialect.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import { newId } from '../domain/ids.js';
import { isWaitApplied, longCheckOf, wasHeldBack } from '../domain/long-check.js';
import { callRetryOf } from '../domain/plan-retry.js';
import type { PinnedDialect } from '../domain/reading.js';
import { secretsOfUrl } from '../domain/scrub.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import { isLong } from '../work/long-calls.js';
import type { AttemptReport, Prepared, PreparedGroup, WorkHandler } from '../work/work-kinds.js';
import { CheckBatches } from './check-batches.js';
import { CheckOutcomes } from './check-outcomes.js';
import { CheckRecord, type CheckFacts } from './check-record.js';
import { FetchedBody } from './fetched-body.js';
import type { CheckState } from './forward-state.js';
import type { JobRequest } from './job-request.js';
import type { JourneyParts } from './journey-parts.js';
import { ReadBody } from './read-body.js';
import { heldBytesOf, isNew, readingOf } from './reading-of.js';
import { markLong } from './schedule-checks.js';
import type { ToolSettings } from './seller-tools.js';
import type { Staging } from './staging.js';
import { tryingAgain } from './try-again.js';

const FINAL: ReadonlySet<CheckVerdict['kind']> = new Set(['completed', 'failed', 'elsewhere']);
/** V: most bytes of a status body. */
const MAX_STATUS_BYTES = 64 * 1024 * 1024;

export interface CheckContext {
  readonly order: OrderReading;
  readonly tool: ToolSettings;
  readonly state: CheckState;
  /** Whether it was asked only for what is new. */
  readonly isConditional: boolean;
  /** How long it asked the seller to hold its answer back; and whether the seller did so, and is still at work. */
  readonly waitMs: number | null;
  readonly hasWaited: boolean;
  readonly secrets: JobRequest['secrets'];
  /** Where the answer's files go while they arrive. */
  readonly staging: Staging;
  /** Where the seller has said that the order is done, and this call asks for its result. */
  readonly fetched: FetchedBody | null;
  /** The dialect, where this answer was the first to be recognised as of it. */
  readonly recognised?: DialectName | null;
  /** In which words the answer was. */
  readonly dialect?: PinnedDialect | null;
}

/** Asks a seller how an order stands (contract, section 5). */
export class CheckOrder implements WorkHandler<CheckContext> {
  readonly kind = 'check';
  private readonly outcomes: CheckOutcomes;
  private readonly batches: CheckBatches;

  constructor(
    private readonly parts: JourneyParts,
    bodies: Pick<ByteBudget, 'tryTake'>,
  ) {
    this.outcomes = new CheckOutcomes(parts);
    this.batches = new CheckBatches(parts, this.outcomes, bodies);
  }

  async prepare(work: WorkRow): Promise<Prepared<CheckContext> | null> {
    const order = await this.parts.orders.find(work.subject);
    const tool = order && (await this.parts.tools.find(order.short_id));
    const old = JSON.parse(work.state) as CheckState;
    const url = order && tool && this.parts.checks.urls.next(order, tool, old);
    if (order && old.resultUrl && order.run === work.run && this.isOnItsWay(order)) return this.later(work);
    if (url === null && (await this.batches.takeBack(work, tool))) return null;
    if (!order || !tool || url === null || order.run !== work.run || order.status !== 'processing') {
      await this.parts.unit.run((tx) => this.parts.engine.finish(tx, work));
      return null;
    }
    const state = await this.parts.checks.withClass(order, tool, {
      ...markLong(old, tool, order),
      checks: old.checks + 1,
    });
    const { headers, secrets } = await this.parts.requests.check(order, tool, url);
    const now = this.parts.clock.now();
    const isFetch = this.parts.checks.urls.named(order.order_id, old.resultUrl ?? null, tool) !== null;
    const condition = isFetch ? {} : conditionHeaders(old.validator, now);
    // A row that was laid down before the plan was changed has its place in the pool of the others.
    const long = isLong(work) && !isFetch ? longCheckOf(tool.poll, now, order.deadline_at) : null;
    const heldBytes = heldBytesOf(tool, old);
    const call: HttpCall = {
      ...{ method: 'GET', url: url ?? '', timeoutMs: long?.timeoutMs ?? this.parts.timeoutMs },
      headers: { ...headers, ...condition, ...(isFetch && { accept: '*/*' }), ...(long && { prefer: long.prefer }) },
      ...{ maxBytes: MAX_STATUS_BYTES, trust: 'stranger', ...(long && { apart: true }) },
    };
    const isConditional = Object.keys(condition).length > 0;
    const context = { order, tool, state, isConditional, waitMs: long?.waitMs ?? null, hasWaited: false, secrets };
    // A long check has waited for its seller already.
    const rule = tool.poll.retry && !long ? callRetryOf(tool.poll.retry) : null;
    return tryingAgain(rule, order.deadline_at, () => {
      const staging = this.parts.stage.open();
      const fetched = isFetch ? new FetchedBody(staging) : null;
      const sink = fetched ?? new ReadBody(staging, heldBytes);
      return { call: { ...call, sink }, context: { ...context, staging, fetched } };
    });
  }

  /** Past its deadline nothing waits for it any more: an order that has a check is not expired by anybody else. */
  private isOnItsWay({ status, deadline_at }: OrderReading): boolean {
    return (status === 'received' || status === 'forwarding') && this.parts.clock.now() < deadline_at;
  }

  /** The seller has called back before it answered the job: its result is asked for once that answer is in. */
  private async later(work: WorkRow): Promise<null> {
    const { unit, engine, clock, checks } = this.parts;
    const dueAt = clock.now() + checks.minIntervalMs;
    await unit.run((tx) => engine.reschedule(tx, work, { dueAt, state: work.state }));
    return null;
  }

  prepareGroup(works: readonly WorkRow[]): Promise<PreparedGroup | 'single' | null> {
    return this.batches.prepare(works);
  }

  async settle(
    work: WorkRow,
    ready: Prepared<CheckContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    try {
      return await this.judge(work, ready, exchange, startedAt);
    } finally {
      await ready.context.staging.clear();
    }
  }

  private async judge(
    work: WorkRow,
    ready: Prepared<CheckContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { call } = ready;
    const { verdict, dialect } = this.read(ready, exchange);
    const context = this.withWait(this.remember(ready.context, verdict, dialect, exchange), verdict, exchange);
    const { order, tool, state, secrets } = context;
    const attemptId = newId('att');
    // Final words are ruled on by themselves: a repeat of an earlier run's is nothing said in this one.
    const heard = !FINAL.has(verdict.kind) && knowsTheOrder(verdict);
    const facts: CheckFacts = {
      ...{ attemptId, orderId: order.order_id, shortId: tool.shortId, run: work.run, attemptNum: state.checks },
      ...{
        startedAt,
        method: call.method,
        url: call.url,
        sent: call,
        road: context.waitMs === null ? 'single' : 'long',
      },
      heardInRun: heard ? work.run : null,
    };
    const record = new CheckRecord(this.parts, facts, exchange, secrets);
    const settled = await this.outcomes.settle(work, context, verdict, exchange, attemptId, record);
    // A seller that was waiting for something new, and was not done in time, is well.
    const isPatience = context.waitMs !== null && isTimeout(exchange) && ready.context.state.waits === true;
    return { ...settled, orderId: order.order_id, shortId: tool.shortId, ...(isPatience && { isPatience }) };
  }

  private withWait(context: CheckContext, verdict: CheckVerdict, exchange: Exchange): CheckContext {
    if (context.waitMs === null || exchange.kind === 'unanswered') return context;
    const waits = isWaitApplied(exchange);
    const atWork = verdict.kind === 'processing' || (verdict.kind === 'wait' && knowsTheOrder(verdict));
    return {
      ...context,
      hasWaited: wasHeldBack(exchange, context.waitMs) && atWork,
      state: { ...context.state, waits },
    };
  }

  private read({ call, context }: Prepared<CheckContext>, exchange: Exchange): JudgedCheck {
    const { fetched, tool, state } = context;
    const known = state.dialect ?? tool.dialect;
    if (fetched) {
      const fetch = { url: call.url, dialect: known, completedMs: state.completedMs };
      return { verdict: judgeFetched(exchange, fetched.file, fetch), dialect: known };
    }
    const { order } = context;
    const finalUrl = this.parts.checks.urls.named(order.order_id, state.finalUrl ?? null, tool);
    return judgeCheck(exchange, readingOf(tool, { ...state, finalUrl }, call.url));
  }

  private canAskElsewhere({ order, tool }: CheckContext): boolean {
    return tool.statusBatchUrl !== null || this.parts.checks.urls.of(order, tool) !== null;
  }

  /** What the answer tells for the checks to come, and of itself. */
  private remember(
    context: CheckContext,
    verdict: CheckVerdict,
    dialect: PinnedDialect | null,
    exchange: Exchange,
  ): CheckContext {
    const asked = { conditional: context.isConditional, nowMs: this.parts.clock.now() };
    const validator = validatorAfter(context.state.validator, asked, verdict, exchange);
    const isNewly = isNew(dialect, context.state);
    const isMonitor = context.state.monitor === 'location' && exchange.status === 202;
    const { resultUrl, ...state } = { ...context.state, validator };
    // Where nothing else can be asked, the result is asked for again.
    const again = context.fetched && !this.canAskElsewhere(context) && { resultUrl };
    const atWork = saysAtWork(verdict) && { atWorkAt: asked.nowMs };
    return {
      ...{ ...context, dialect, recognised: isNewly ? dialect : null },
      state: { ...state, ...again, ...atWork, ...(isNewly && { dialect }), ...(isMonitor && { monitor: 'working' }) },
      // The query of a URL that the answer names is as secret as those that were registered.
      secrets: verdict.kind === 'elsewhere' ? [...context.secrets, ...secretsOfUrl(verdict.url)] : context.secrets,
    };
  }

  /** A look is free: what was aborted while stopping is asked again. */
  settlesAborted(): boolean {
    return false;
  }
}

function isTimeout(exchange: Exchange): boolean {
  return exchange.kind === 'unanswered' && exchange.failure === 'timeout';
}
