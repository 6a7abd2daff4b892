import type { Exchange } from '../domain/exchange.js';
import { withMirrored } from '../domain/hosted-files.js';
import { hostedFileName } from '../domain/hosted-file-name.js';
import type { MirrorVerdict } from '../domain/mirror-answer.js';
import type { Outcome } from '../domain/outcome.js';
import { redactUrl } from '../domain/redact-url.js';
import type { StoredResult } from '../domain/result.js';
import { parseRetryAfter } from '../domain/retry-after.js';
import { nextForwardTry } from '../domain/retry-plan.js';
import { scrub } from '../domain/scrub.js';
import { clip } from '../domain/seller-words.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { OrderReading } from '../storage/order-store.js';
import type { ResultFileStore } from '../storage/result-file-store.js';
import type { JourneyParts, Settled } from './journey-parts.js';
import type { MirrorContext } from './mirror-result.js';
import { hostedFileOf } from './mirror-state.js';
import type { ScheduleMirrors } from './schedule-mirrors.js';
import { triedAfter, triedUntilNow } from './tried-time.js';

const SHOWN_CHARS = 300;

type Shared =
  'orders' | 'attempts' | 'tools' | 'requests' | 'change' | 'stage' | 'engine' | 'unit' | 'clock' | 'random';

/** What mirroring is made of. */
export interface MirrorParts extends Pick<JourneyParts, Shared> {
  readonly mirrors: ScheduleMirrors;
  readonly files: ResultFileStore;
}

export interface MirrorStep {
  readonly work: WorkRow;
  readonly context: MirrorContext;
  readonly exchange: Exchange;
  readonly attemptId: string;
  /** Writes the attempt down; without an excerpt where the order has been emptied meanwhile. */
  record(tx: Tx, outcome: Outcome, problem: string | null, excerpt: boolean): Promise<void>;
}

/** What follows from each answer to a call for a hosted file. The order is completed already, and stays so. */
export class MirrorOutcomes {
  constructor(private readonly parts: MirrorParts) {}

  async settle(verdict: MirrorVerdict, step: MirrorStep): Promise<Settled> {
    switch (verdict.kind) {
      case 'fetched':
        return this.keep(step);
      case 'redirect':
        return this.follow(step, verdict.url, verdict.note);
      case 'retry':
        return this.tryAgain(step, verdict.outcome, verdict.problem);
      case 'refused':
        return this.giveUp(step, verdict.outcome, verdict.problem);
    }
  }

  private async keep(step: MirrorStep): Promise<Settled> {
    const { file, state, sink } = step.context;
    const { file: staged } = sink;
    if (!staged || step.exchange.kind !== 'answered') throw new Error('A file arrived and was not staged.');
    const filename = file.filename ?? hostedFileName(file.url, step.exchange.headers['content-disposition'], file.n);
    return this.inOpenOrder(step, 'completed', null, async (tx, order) => {
      const result = withMirrored(JSON.parse(order.result ?? '') as StoredResult, file, staged, filename);
      const sentence = `The file at ${shown(file.url)} is kept here now: ${filename}, ${staged.size} bytes.`;
      const cause = { kind: 'mirror' as const, attemptId: step.attemptId };
      await this.parts.files.name(tx, order.order_id, [staged.key]);
      await this.parts.change.rewriteResult(tx, order, JSON.stringify(result), sentence, cause);
      await this.parts.mirrors.following(tx, order, result, state);
      return true;
    });
  }

  private async follow(step: MirrorStep, url: string, note: string): Promise<Settled> {
    const { state } = step.context;
    const at = this.parts.clock.now();
    return this.inOpenOrder(step, 'redirected', note, async (tx, order) => {
      const sealed = this.parts.mirrors.seal(order.order_id, url);
      const redirect = { url: sealed, count: (state.redirect?.count ?? 0) + 1, at };
      await this.parts.mirrors.lay(tx, order, url, { ...state, redirect }, at);
      return false;
    });
  }

  /** From the first URL on: what a redirect led to may hold for minutes only. */
  private async tryAgain(step: MirrorStep, outcome: Outcome, problem: string): Promise<Settled> {
    const { exchange } = step;
    const { file, state } = step.context;
    const now = this.parts.clock.now();
    const tried = triedUntilNow(state, this.parts.clock);
    const next = nextForwardTry({
      ...{ tries: state.tries, triedMs: tried.ms, nowMs: now, random: this.parts.random() },
      retryAfterMs: exchange.kind === 'answered' ? parseRetryAfter(exchange.headers['retry-after'], now) : null,
    });
    if (next === null) return this.giveUp(step, outcome, problem);
    return this.inOpenOrder(step, outcome, problem, async (tx, order) => {
      await this.parts.mirrors.lay(
        tx,
        order,
        file.url,
        { ...state, tried: triedAfter(tried, next - now), redirect: null },
        next,
      );
      return false;
    });
  }

  private async giveUp(step: MirrorStep, outcome: Outcome, problem: string): Promise<Settled> {
    const { file, state, secrets } = step.context;
    const why = clip(scrub(problem, secrets).replace(/\.$/, ''), SHOWN_CHARS);
    const sentence = `The file at ${shown(file.url)} could not be mirrored: ${why}; it is still where the seller hosts it.`;
    return this.inOpenOrder(step, outcome, problem, async (tx, order) => {
      await this.parts.change.note(tx, order, sentence, { kind: 'mirror', attemptId: step.attemptId });
      await this.parts.mirrors.following(tx, order, JSON.parse(order.result ?? '') as StoredResult, state);
      return false;
    });
  }

  /** Ends the row, records the attempt, and goes on only where the order still holds the very file that was asked for. */
  private async inOpenOrder(
    step: MirrorStep,
    outcome: Outcome,
    problem: string | null,
    then: (tx: Tx, order: OrderReading) => Promise<boolean>,
  ): Promise<Settled> {
    const { work, context, exchange } = step;
    return this.parts.unit.run(async (tx) => {
      const isHeld = await this.parts.engine.finish(tx, work);
      const order = await this.parts.orders.get(tx, context.order.order_id);
      const file = order && hostedFileOf(order, work.run, context.file.n);
      const isOpen = isHeld && file?.url === context.file.url;
      const recorded = isOpen || exchange.kind === 'unanswered' ? outcome : 'late';
      await step.record(tx, recorded, recorded === 'late' ? null : problem, isOpen);
      return { outcome: recorded, changed: order && isOpen ? await then(tx, order) : false };
    });
  }
}

/** Without what may be secret in it. */
function shown(url: string): string {
  return clip(redactUrl(url), SHOWN_CHARS);
}
