import type { Clock } from '../domain/clock.js';
import { failureHash, type StoredResult } from '../domain/result.js';
import {
  ruleOn,
  type FinalAnswer,
  type OrderError,
  type OrderStatus,
  type Road,
  type Ruling,
} from '../domain/order.js';
import { scrub } from '../domain/scrub.js';
import { sellerFailed, type SellerFailure } from '../domain/seller-words.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { OrderHistoryStore } from '../storage/order-history-store.js';
import type { OrderReading } from '../storage/order-store.js';
import type { ResultFileStore } from '../storage/result-file-store.js';
import { CAME_LATE } from './attempt-record.js';
import type { Cause, ChangeOrder } from './change-order.js';
import type { ScheduleMirrors } from './schedule-mirrors.js';

/** A final answer of the seller's, ready to be settled: its bytes already lie in storage. */
export interface SettledAnswer {
  readonly road: Road;
  /** The run that it names or was asked for; null for a callback without `run`. */
  readonly run: number | null;
  /** SHA-256 of the raw body. */
  readonly bodyHash: string;
  /** Where the tool answers for many orders at once: of what was said of this one, the same alone and in a batch. */
  readonly saidHash?: string | null;
  readonly attemptId: string;
  readonly content: AnswerContent;
  /** Set where the answer is also the seller's first: the reply to the forward. */
  readonly forwardedAt?: number;
  /** When the seller says that it was done (epoch milliseconds), if it does. */
  readonly completedMs?: number | null;
}

export interface CompletedContent {
  readonly kind: 'completed';
  readonly hash: string;
  readonly stored: StoredResult;
}

export type AnswerContent =
  CompletedContent | { readonly kind: 'failed'; readonly hash: string; readonly error: OrderError };

export interface Settlement {
  readonly ruling: Ruling;
  /** For a late answer: whether it equals the accepted one, as a sentence for the attempt. */
  readonly sentence: string | null;
}

/**
 * Where all roads end. Callback, check and reply bring their final answers here; the first commit decides, and the loser is
 * kept as evidence (contract, section 2, "State rules" and "Runs").
 */
export class SettleOrder {
  constructor(
    private readonly change: ChangeOrder,
    private readonly history: OrderHistoryStore,
    private readonly files: ResultFileStore,
    private readonly mirrors: ScheduleMirrors,
    private readonly clock: Clock,
  ) {}

  /** The error is without the seller's secrets; its digest is of what was said, so that it is the same on every road. */
  failure({ code, message }: SellerFailure, secrets: readonly string[]): AnswerContent {
    const hash = failureHash({ code: code ?? '', message });
    const clean = { code: code === null ? null : scrub(code, secrets), message: scrub(message, secrets) };
    return { kind: 'failed', hash, error: sellerFailed(clean) };
  }

  /** Settles a final answer against the order as this transaction reads it. Files that it does not come to name are the caller's to clear. */
  async settle(tx: Tx, order: OrderReading, answer: SettledAnswer): Promise<Settlement> {
    const { content } = answer;
    const final: FinalAnswer = {
      ...{ kind: content.kind, road: answer.road, run: answer.run, answerHash: content.hash },
      repeatsEarlierEnding: await this.repeatsEarlierEnding(tx, order, answer),
    };
    const state = {
      status: order.status as OrderStatus,
      run: order.run,
      answer_hash: order.answer_hash,
      heard: order.heard === 1,
    };
    const ruling = ruleOn(state, final);
    switch (ruling) {
      case 'settles':
        await this.take(tx, order, answer);
        return { ruling, sentence: null };
      case 'duplicate':
        return { ruling, sentence: null };
      case 'late':
        return { ruling, sentence: await this.keepLate(tx, order, answer) };
    }
  }

  /** A body that was not read to its end has no digest, and repeats nothing. */
  private async repeatsEarlierEnding(tx: Tx, order: OrderReading, answer: SettledAnswer): Promise<boolean> {
    const { bodyHash, saidHash = null } = answer;
    return bodyHash !== '' && this.history.endedEarlierRun(tx, order.order_id, order.run, bodyHash, saidHash);
  }

  private async take(tx: Tx, order: OrderReading, answer: SettledAnswer): Promise<void> {
    const { content, road } = answer;
    const end = { run: answer.run, completedMs: answer.completedMs ?? null };
    const cause: Cause = { kind: road === 'reply' ? 'forward' : road, attemptId: answer.attemptId, end };
    const forwarded = answer.forwardedAt === undefined ? {} : { forwarded_at: answer.forwardedAt };
    const common = { ...forwarded, answer_hash: content.hash, delivered_by: road };
    if (content.kind === 'completed') {
      const patch = { ...common, result: JSON.stringify(content.stored), error: null, progress: 100, message: null };
      await this.files.name(tx, order.order_id, fileKeys(content.stored));
      await this.change.apply(tx, order, 'complete', patch, cause);
      return this.mirrors.first(tx, order, content.stored);
    }
    await this.change.apply(tx, order, 'fail', { ...common, error: JSON.stringify(content.error) }, cause);
    await this.history.addRunEnding(tx, order.order_id, order.run, answer.bodyHash, answer.saidHash ?? null);
  }

  private async keepLate(tx: Tx, order: OrderReading, answer: SettledAnswer): Promise<string> {
    const { content } = answer;
    const equal = order.answer_hash === content.hash;
    const sentence = `${CAME_LATE} Its digest ${content.hash.slice(0, 16)} ${equal ? 'equals' : 'differs from'} that of the accepted answer.`;
    // An erased order stays empty.
    if (content.kind === 'failed' || order.erased_at !== null) return sentence;
    const known = await this.history.equalLate(tx, order.order_id, content.hash);
    if (known === null) await this.files.name(tx, order.order_id, fileKeys(content.stored));
    const result = known ?? JSON.stringify(content.stored);
    const late = {
      attempt_id: answer.attemptId,
      order_id: order.order_id,
      result,
      answer_hash: content.hash,
      at: this.clock.now(),
    };
    await this.history.addLate(tx, late);
    return sentence;
  }
}

function fileKeys(result: StoredResult): string[] {
  return result.files.flatMap((file) => (file.key === null ? [] : [file.key]));
}
