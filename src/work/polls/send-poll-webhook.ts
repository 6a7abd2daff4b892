import { webhookSecrets } from '../../domain/call-secrets.js';
import { excerptOf } from '../../domain/attempt-words.js';
import { judgeDelivery } from '../../domain/delivery-answer.js';
import type { Clock } from '../../domain/clock.js';
import type { Exchange, HttpCall } from '../../domain/exchange.js';
import { isContentType } from '../../domain/header-rules.js';
import { newId } from '../../domain/ids.js';
import { redactUrl } from '../../domain/redact-url.js';
import { parseRetryAfter } from '../../domain/retry-after.js';
import { nextNotificationTry } from '../../domain/retry-plan.js';
import { scrub } from '../../domain/scrub.js';
import type { AttemptStore } from '../../storage/attempt-store.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { PollStore } from '../../storage/poll-store.js';
import type { OutcomeWebhookStore } from '../../storage/outcome-webhook-store.js';
import type { WorkEngine } from '../work-engine.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work-kinds.js';
import type { PollVault } from './poll-secrets.js';

const TIMEOUT_MS = 15_000;
/** An answer's body says nothing to us; some of it is kept for the reader of the attempt. */
const MAX_ANSWER_BYTES = 64 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };

export interface WebhookContext {
  readonly tries: number;
  readonly secrets: readonly string[];
}

export interface SendPollWebhookParts {
  readonly polls: PollStore;
  readonly webhooks: OutcomeWebhookStore;
  readonly attempts: AttemptStore;
  readonly vault: PollVault;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Tells of the end of a poll: the same frozen body on every try, at least once, ten tries over three days. */
export class SendPollWebhook implements WorkHandler<WebhookContext> {
  readonly kind = 'poll_webhook';

  constructor(private readonly parts: SendPollWebhookParts) {}

  async prepare(work: WorkRow): Promise<Prepared<WebhookContext> | null> {
    const { polls, webhooks, vault, unit, engine } = this.parts;
    const [poll, message] = [await polls.find(work.subject), await webhooks.find(work.subject)];
    const secrets = poll && vault.open(poll);
    if (!secrets || secrets.webhook_url === null || message?.state !== 'pending') {
      await unit.run((tx) => engine.finish(tx, work));
      return null;
    }
    const { webhook_url: url, webhook_headers: given } = secrets;
    const type: Record<string, string> = Object.keys(given).some(isContentType) ? {} : JSON_TYPE;
    const call: HttpCall = {
      ...{ method: 'POST', url, headers: { ...type, ...given }, body: message.body, trust: 'stranger' },
      ...{ timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES },
    };
    return { call, context: { tries: message.tries + 1, secrets: webhookSecrets(secrets) } };
  }

  async settle(
    work: WorkRow,
    ready: Prepared<WebhookContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { attempts, webhooks, engine, unit, clock } = this.parts;
    const { tries, secrets } = ready.context;
    const { outcome, problem: said } = judgeDelivery(exchange);
    const problem = said === null ? null : scrub(said, secrets);
    const next = outcome === 'delivered' ? null : this.nextTry(tries, exchange);
    await unit.run(async (tx) => {
      await attempts.add(tx, {
        ...{ attempt_id: newId('att'), kind: 'notify', order_id: null, notification_id: null, poll_id: work.subject },
        ...{ short_id: null, run: null, attempt_num: tries, started_at: startedAt, request_id: null, outcome },
        ...{ duration_ms: Math.round(exchange.durationMs), method: 'POST', url: redactUrl(ready.call.url) },
        ...{ status_code: exchange.status ?? null, error: problem },
        response_excerpt: exchange.kind === 'answered' ? excerptOf(exchange.body.head, secrets) : null,
      });
      const state = outcome === 'delivered' ? 'delivered' : next === null ? 'dead' : 'pending';
      const done = { done_at: next === null ? clock.now() : null, last_error: problem };
      await webhooks.update(tx, work.subject, { state, tries, ...done });
      if (next === null) await engine.finish(tx, work);
      else await engine.reschedule(tx, work, { dueAt: next, state: work.state });
    });
    return { outcome, changed: outcome === 'delivered', orderId: null, shortId: null };
  }

  /** At least once: what was aborted while stopping is sent again. */
  settlesAborted(): boolean {
    return false;
  }

  private nextTry(tries: number, exchange: Exchange): number | null {
    const nowMs = this.parts.clock.now();
    const asksFor = exchange.kind === 'answered' ? exchange.headers['retry-after'] : undefined;
    const retryAfterMs = parseRetryAfter(asksFor, nowMs);
    return nextNotificationTry({ tries, nowMs, retryAfterMs, random: this.parts.random() });
  }
}
