import { excerptOf } from '../../domain/attempt-words.js';
import { judgeDelivery } from '../../domain/delivery-answer.js';
import type { Clock } from '../../domain/clock.js';
import type { Exchange, HttpCall } from '../../domain/exchange.js';
import { isContentType } from '../../domain/header-rules.js';
import { newId } from '../../domain/ids.js';
import { layOverHeaders } from '../../domain/lay-over-headers.js';
import { redactUrl } from '../../domain/redact-url.js';
import { parseRetryAfter } from '../../domain/retry-after.js';
import { nextNotificationTry } from '../../domain/retry-plan.js';
import { scrub } from '../../domain/scrub.js';
import type { AttemptStore } from '../../storage/attempt-store.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { OutcomeWebhookStore } from '../../storage/outcome-webhook-store.js';
import { signaturesIn, type Signatures } from '../signatures.js';
import type { WorkEngine } from '../work-engine.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work-kinds.js';
import type { OutcomeSource, OutcomeTarget } from './outcome-source.js';

const TIMEOUT_MS = 15_000;
/** An answer's body says nothing to us; some of it is kept for the reader of the attempt. */
const MAX_ANSWER_BYTES = 64 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };

export interface OutcomeContext {
  /** The message's id, the same on every try. */
  readonly id: string;
  readonly tries: number;
  readonly secrets: readonly string[];
}

export interface SendOutcomeParts {
  readonly source: OutcomeSource;
  readonly webhooks: OutcomeWebhookStore;
  readonly attempts: AttemptStore;
  readonly signatures: Signatures;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Tells of the end of a poll or a job: the same frozen body and id on every try, each signed anew, at least once, ten tries over three
 * days. What the receiver answers changes nothing but that.
 */
export class SendOutcome implements WorkHandler<OutcomeContext> {
  readonly kind: OutcomeSource['kind'];

  constructor(private readonly parts: SendOutcomeParts) {
    this.kind = parts.source.kind;
  }

  async prepare(work: WorkRow): Promise<Prepared<OutcomeContext> | null> {
    const { source, webhooks, unit, engine } = this.parts;
    const [target, message] = [await source.targetOf(work.subject), await webhooks.find(work.subject)];
    if (target === null || message?.state !== 'pending') {
      await unit.run((tx) => engine.finish(tx, work));
      return null;
    }
    const { url } = target;
    const { body } = message;
    const id = messageId(work.subject);
    const headers = await this.headers(target, id, body);
    const call: HttpCall = {
      ...{ method: 'POST', url, headers, body, trust: 'stranger' },
      ...{ timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES },
    };
    const secrets = [...target.secrets, ...signaturesIn(headers)];
    return { call, context: { id, tries: message.tries + 1, secrets } };
  }

  async settle(
    work: WorkRow,
    ready: Prepared<OutcomeContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { source, attempts, webhooks, engine, unit, clock } = this.parts;
    const { id, tries, secrets } = ready.context;
    const { outcome, problem: said } = judgeDelivery(exchange);
    const problem = said === null ? null : scrub(said, secrets);
    const next = outcome === 'delivered' ? null : this.nextTry(tries, exchange);
    await unit.run(async (tx) => {
      // First: where another process has taken it over from us, who stood still, what that wrote stays.
      const isOurs = await (next === null
        ? engine.finish(tx, work)
        : engine.reschedule(tx, work, { dueAt: next, state: work.state }));
      if (!isOurs) return;
      await attempts.add(tx, {
        ...{ attempt_id: newId('att'), kind: 'notify', order_id: null, notification_id: null },
        ...{ [source.column]: work.subject, request_id: id, outcome },
        ...{ short_id: null, run: null, attempt_num: tries, started_at: startedAt },
        ...{ duration_ms: Math.round(exchange.durationMs), method: 'POST', url: redactUrl(ready.call.url) },
        ...{ status_code: exchange.status ?? null, error: problem },
        response_excerpt: exchange.kind === 'answered' ? excerptOf(exchange.body.head, secrets) : null,
      });
      const state = outcome === 'delivered' ? 'delivered' : next === null ? 'dead' : 'pending';
      const done = { done_at: next === null ? clock.now() : null, last_error: problem };
      await webhooks.update(tx, work.subject, { state, tries, ...done });
    });
    return { outcome, changed: outcome === 'delivered', orderId: null, shortId: null };
  }

  /** At least once: what was aborted while stopping is sent again. */
  settlesAborted(): boolean {
    return false;
  }

  private async headers({ owner, url, urlToSign = url, headers: given }: OutcomeTarget, id: string, body: string) {
    const { signatures, clock } = this.parts;
    const type: Record<string, string> = Object.keys(given).some(isContentType) ? {} : JSON_TYPE;
    const signed = await signatures.headersFor(owner, { id, method: 'POST', url: urlToSign, body, nowMs: clock.now() });
    return layOverHeaders({ ...type, ...given }, { 'X-Fliq-Delivery-Id': id, ...signed });
  }

  private nextTry(tries: number, exchange: Exchange): number | null {
    const nowMs = this.parts.clock.now();
    const asksFor = exchange.kind === 'answered' ? exchange.headers['retry-after'] : undefined;
    const retryAfterMs = parseRetryAfter(asksFor, nowMs);
    return nextNotificationTry({ tries, nowMs, retryAfterMs, random: this.parts.random() });
  }
}

/** `ntf_` and what follows the prefix of the poll's id, or the job's: each has one message. */
function messageId(subject: string): string {
  return `ntf_${subject.slice(subject.indexOf('_') + 1)}`;
}
