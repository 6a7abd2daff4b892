import { NOT_IN_BATCH, type BatchReading, type SaidOfOrder } from '../domain/batch-answer.js';
import { knowsTheOrder, type CheckVerdict } from '../domain/check-answer.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import { newId } from '../domain/ids.js';
import type { Outcome } from '../domain/outcome.js';
import { HeldBody } from '../domain/received-body.js';
import { parseRetryAfter } from '../domain/retry-after.js';
import type { PinnedDialect } from '../domain/reading.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { AttemptReport } from '../work/work-kinds.js';
import type { CheckOutcomes } from './check-outcomes.js';
import { CheckRecord } from './check-record.js';
import { aloneTo } from './check-roads.js';
import type { CheckState } from './forward-state.js';
import { notes, type JourneyParts, type Settled } from './journey-parts.js';
import { isNew } from './reading-of.js';
import type { ToolSettings } from './seller-tools.js';

/** An order that a batch check asks about. */
export interface BatchMember {
  readonly work: WorkRow;
  readonly order: OrderReading;
  readonly tool: ToolSettings;
  readonly state: CheckState;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Where it can be asked about by itself. */
  readonly singleUrl: string | null;
}

export interface BatchAnswer {
  readonly call: HttpCall;
  readonly exchange: Exchange;
  readonly reading: BatchReading;
  readonly startedAt: number;
  /** How many orders it is about. */
  readonly members: number;
}

/** What one order takes from the answer. */
interface Step {
  readonly member: BatchMember;
  readonly answer: BatchAnswer;
  /** The answer with nothing in it but what was said of this order. */
  readonly exchange: Exchange;
  readonly note: string | null;
  readonly attemptId: string;
}

/** What follows from a batch answer for each of its orders: as if it had been asked alone, or that it is asked alone now. */
export class BatchOutcomes {
  constructor(
    private readonly parts: JourneyParts,
    private readonly checks: CheckOutcomes,
  ) {}

  /** `isFirst`: its attempt also tells what the answer held beside the orders that were asked for. */
  async settle(member: BatchMember, answer: BatchAnswer, isFirst: boolean): Promise<AttemptReport> {
    const { reading } = answer;
    const said = reading.kind === 'read' ? reading.said.get(member.order.order_id.toLowerCase()) : undefined;
    const note = reading.kind === 'read' && isFirst ? reading.note : null;
    const exchange = onlyOf(answer.exchange, said);
    const step: Step = { member, answer, exchange, note, attemptId: newId('att') };
    const settled = await this.judge(step, said);
    return { ...settled, orderId: member.order.order_id, shortId: member.tool.shortId };
  }

  private judge(step: Step, said: SaidOfOrder | undefined): Promise<Settled> {
    const { reading } = step.answer;
    if (said) return this.asIfAskedAlone(step, said.verdict, said.dialect);
    if (reading.kind === 'wait') return this.wait(step, reading.outcome, reading.problem);
    const [outcome, problem] =
      reading.kind === 'read' ? (['unreadable', NOT_IN_BATCH] as const) : [reading.outcome, reading.problem];
    const { singleUrl } = step.member;
    if (singleUrl === null) return this.wait(step, outcome, problem);
    return this.askSingly(step, singleUrl, outcome, `${problem} It is asked singly.`);
  }

  private wait(step: Step, outcome: Outcome, problem: string): Promise<Settled> {
    return this.asIfAskedAlone(step, { kind: 'wait', outcome, problem });
  }

  private async asIfAskedAlone(
    step: Step,
    verdict: CheckVerdict,
    dialect: PinnedDialect | null = null,
  ): Promise<Settled> {
    const { member, exchange, attemptId } = step;
    const { work, order, tool, secrets } = member;
    const staging = this.parts.stage.open();
    // Of anything but "processing" a later 304 would not tell that the seller is still at work.
    const keeps = verdict.kind === 'processing' || !isRead(step);
    const known = { ...member.state, ...(keeps ? {} : { validator: null }) };
    const recognised = isNew(dialect, known) ? dialect : null;
    const state = recognised ? { ...known, dialect: recognised } : known;
    const heard = verdict.kind !== 'completed' && verdict.kind !== 'failed' && knowsTheOrder(verdict);
    const context = {
      order,
      tool,
      state,
      isConditional: false,
      waitMs: null,
      hasWaited: false,
      secrets,
      staging,
      fetched: null,
      dialect,
      recognised,
    };
    try {
      return await this.checks.settle(work, context, verdict, exchange, attemptId, this.record(step, heard));
    } finally {
      await staging.clear();
    }
  }

  /**
   * As soon as it may be asked again: the batch told nothing of it. The plan goes on from that answer, and this one counts for no
   * check of it, nor for its sweep.
   */
  private askSingly(step: Step, url: string, outcome: Outcome, problem: string): Promise<Settled> {
    const { work, order } = step.member;
    const record = this.record(step, false);
    return this.parts.unit.run(async (tx) => {
      const now = await this.parts.orders.get(tx, order.order_id);
      const open = now?.run === work.run && now.status === 'processing';
      const recorded = !open && step.exchange.kind === 'answered' ? 'late' : outcome;
      await record.called(tx);
      if (open) await record.missed(tx, outcome, problem);
      else await record.ended(tx, recorded, recorded === 'late' ? null : problem);
      const dueAt = Math.min(this.earliest(step.exchange), step.member.order.deadline_at);
      const next = { dueAt, bySweep: work.by_sweep === 1, state: work.state, group: aloneTo(url) };
      if (open) await this.parts.engine.reschedule(tx, work, next);
      return { outcome: recorded, changed: false, isSentOn: open };
    });
  }

  /** No two checks of an order are closer, and what the seller asks for holds for all of the batch. */
  private earliest(exchange: Exchange): number {
    const now = this.parts.clock.now();
    const asksFor = exchange.kind === 'answered' ? exchange.headers['retry-after'] : undefined;
    return now + Math.max(this.parts.checks.minIntervalMs, parseRetryAfter(asksFor, now) ?? 0);
  }

  private record({ member, answer, exchange, note, attemptId }: Step, heard: boolean): CheckRecord {
    const { work, order, tool, state, secrets } = member;
    const { call, startedAt } = answer;
    const sent = { headers: call.headers, body: bodyAbout(order, answer.members) };
    const facts = {
      ...{ attemptId, orderId: order.order_id, shortId: tool.shortId, run: work.run, attemptNum: state.checks },
      ...{
        startedAt,
        method: call.method,
        url: call.url,
        sent,
        road: 'batch' as const,
        heardInRun: heard ? work.run : null,
      },
    };
    return new CheckRecord(this.parts, facts, exchange, secrets, (said) => notes(said, note));
  }
}

function isRead({ answer }: Step): boolean {
  return answer.reading.kind === 'read';
}

/** A hundred orders' rows do not each name the ninety-nine others. */
function bodyAbout({ order_id }: OrderReading, members: number): string {
  const own = JSON.stringify({ order_ids: [order_id] });
  return members === 1 ? own : `${own} and ${members - 1} more`;
}

/** No order's attempt shows what was said of another. */
function onlyOf(exchange: Exchange, said: SaidOfOrder | undefined): Exchange {
  if (exchange.kind === 'unanswered') return exchange;
  return { ...exchange, body: new HeldBody(Buffer.from(said?.text ?? '')) };
}
