import { shortDigest } from '../domain/digest.js';
import type { Exchange } from '../domain/exchange.js';
import type { Outcome } from '../domain/outcome.js';
import type { NewAttempt } from '../storage/attempt-store.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { NextRun } from '../storage/work-store.js';
import { attemptOf, type AttemptFacts } from './attempt-record.js';
import type { AttemptRecord, JourneyParts } from './journey-parts.js';

export interface CheckFacts extends Omit<AttemptFacts, 'kind' | 'requestId' | 'outcome' | 'problem'> {
  /** How it was asked: what one road says is not what another says. */
  readonly road: 'single' | 'batch' | 'long';
  /** The run in which the seller has said something of its own; null where it has not. */
  readonly heardInRun: number | null;
}

type Parts = Pick<JourneyParts, 'orders' | 'attempts' | 'engine'>;

/**
 * What is written down of one check. Equal checks in a row are one row: of the first, its excerpt too, with how many there were and
 * when the last of them began. An order that is asked about for a day so leaves a handful of rows, and a check that brings nothing
 * new writes none.
 */
export class CheckRecord implements AttemptRecord {
  constructor(
    private readonly parts: Parts,
    private readonly facts: CheckFacts,
    private readonly exchange: Exchange,
    private readonly secrets: readonly string[],
    /** Told beside what the attempt came to. */
    private readonly note: (problem: string | null) => string | null = (problem) => problem,
  ) {}

  called(tx: Tx): Promise<void> {
    return this.parts.orders.countAttempt(tx, this.facts.orderId, this.facts.heardInRun);
  }

  /** `isNews`: something else tells of this attempt by its id, or the order ended by it; it has a row of its own then. */
  async ended(tx: Tx, outcome: Outcome, problem: string | null, isNews = true): Promise<void> {
    const row = this.row(outcome, problem);
    await this.parts.attempts.add(tx, row, this.markOf(row), isNews);
  }

  /**
   * Of an answer that told nothing of this order, which is therefore asked about once more: an order that is missed again and again
   * has one row for that, and one for what it was then told.
   */
  async missed(tx: Tx, outcome: Outcome, problem: string): Promise<void> {
    const row = this.row(outcome, problem);
    const isCounted = await this.parts.attempts.addMiss(tx, { ...row, order_id: this.facts.orderId });
    if (!isCounted) await this.parts.attempts.add(tx, row, this.markOf(row));
  }

  /**
   * Goes on after a check that came to what the one before came to: the row of work counts it, and nothing else is written. Answers
   * false, with nothing written, where it is no equal of that, or something came between.
   */
  async repeats(tx: Tx, work: WorkRow, next: NextRun, outcome: Outcome, problem: string | null): Promise<boolean> {
    if (work.repeat_mark === null || work.repeat_mark !== this.markOf(this.row(outcome, problem))) return false;
    const repeats = { mark: work.repeat_mark, at: this.facts.startedAt };
    return this.parts.engine.reschedule(tx, work, { ...next, repeats });
  }

  private row(outcome: Outcome, problem: string | null): NewAttempt {
    const facts = { ...this.facts, kind: 'check' as const, requestId: null, outcome, problem: this.note(problem) };
    return attemptOf(facts, this.exchange, this.secrets);
  }

  /**
   * What an operator needs to tell two checks apart. The excerpt is none of it: a time or a request id in an answer would make each
   * check a row of its own, and what a check brought that the order keeps has one in any case.
   */
  private markOf({ run, method, url, status_code, outcome, error }: NewAttempt): string {
    return shortDigest(JSON.stringify([run, this.facts.road, method, url, status_code, outcome, error]));
  }
}
