import type { Clock } from '../domain/clock.js';
import type { Exchange } from '../domain/exchange.js';
import { newId } from '../domain/ids.js';
import { nextNotificationTry } from '../domain/retry-plan.js';
import { parseRetryAfter } from '../domain/retry-after.js';
import { judgeDelivery } from '../domain/delivery-answer.js';
import { redactUrl } from '../domain/redact-url.js';
import { secretsOfUrl } from '../domain/scrub.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { AttemptStore } from '../storage/attempt-store.js';
import type { NotificationRow } from '../storage/entities/notification.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { NotificationStore } from '../storage/notification-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work/work-kinds.js';
import { excerptOf } from './attempt-record.js';
import type { Destination, Notify } from './notify.js';

const TIMEOUT_MS = 15_000;
/** An answer's body says nothing to us; some of it is kept for the reader of the attempt. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Makes the Standard Webhooks headers of a message, with the secrets of its destination. */
export interface NotificationSigner {
  headers(
    destination: Destination,
    stream: string,
    id: string,
    body: string,
    nowMs: number,
  ): Promise<Record<string, string>>;
}

/** Whom messages are told of that nobody took. */
export interface DeadMessages {
  messageDied(tx: Tx, message: NotificationRow, problem: string | null): Promise<void>;
}

export interface SendNotificationParts {
  readonly notifications: NotificationStore;
  readonly attempts: AttemptStore;
  readonly unit: UnitOfWork;
  readonly engine: WorkEngine;
  readonly notify: Notify;
  readonly signer: NotificationSigner;
  readonly alerts: DeadMessages;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Sends the oldest waiting message of a stream: frozen body, the same `webhook-id` on every try, a fresh timestamp and signature. */
export class SendNotification implements WorkHandler<NotificationRow> {
  readonly kind = 'notify';

  constructor(private readonly parts: SendNotificationParts) {}

  async prepare(work: WorkRow): Promise<Prepared<NotificationRow> | null> {
    const { notifications, notify, signer, clock, unit } = this.parts;
    const head = await notifications.peekHead(work.subject);
    const url = head && notify.urlOf(head.destination as Destination, head.url);
    if (!head || url === null || head.next_at > clock.now()) {
      await unit.run<unknown>((tx) => (head && url === null ? this.abandon(tx, work, head) : this.goOn(tx, work)));
      return null;
    }
    const destination = head.destination as Destination;
    const signed = await signer.headers(destination, head.stream, head.notification_id, head.body, clock.now());
    const call = {
      ...{ method: 'POST' as const, url, body: head.body, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES },
      headers: { 'content-type': 'application/json', ...signed },
      trust: destination === 'seller' ? ('stranger' as const) : ('operator' as const),
    };
    return { call, context: head };
  }

  async settle(
    work: WorkRow,
    ready: Prepared<NotificationRow>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { attempts, unit } = this.parts;
    const message = ready.context;
    const { outcome, problem } = judgeDelivery(exchange);
    const tries = message.tries + 1;
    const written = unit.run(async (tx) => {
      await attempts.add(tx, {
        ...{
          attempt_id: newId('att'),
          kind: 'notify',
          order_id: message.order_id,
          notification_id: message.notification_id,
        },
        ...{
          short_id: null,
          run: null,
          attempt_num: tries,
          started_at: startedAt,
          duration_ms: Math.round(exchange.durationMs),
        },
        ...{
          method: 'POST',
          url: redactUrl(ready.call.url),
          status_code: exchange.status ?? null,
          outcome,
          error: problem,
        },
        ...{ request_id: message.notification_id, response_excerpt: excerpt(exchange, ready.call.url) },
      });
      await this.mark(tx, message, outcome === 'delivered', tries, problem, exchange);
      if (!(await this.goOn(tx, work))) throw new TakenOver();
    });
    const isOurs = await written.then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof TakenOver)) throw error;
        return false;
      },
    );
    if (!isOurs) return { outcome, changed: false, orderId: message.order_id, shortId: null };
    return { outcome, changed: outcome === 'delivered', orderId: message.order_id, shortId: null };
  }

  /** At least once: what was aborted while stopping is sent again. */
  settlesAborted(): boolean {
    return false;
  }

  private async mark(
    tx: Tx,
    message: NotificationRow,
    delivered: boolean,
    tries: number,
    problem: string | null,
    exchange: Exchange,
  ): Promise<void> {
    const { notifications, clock, random } = this.parts;
    const now = clock.now();
    const retryAfter = exchange.kind === 'answered' ? parseRetryAfter(exchange.headers['retry-after'], now) : null;
    const next = delivered
      ? null
      : nextNotificationTry({ tries, nowMs: now, retryAfterMs: retryAfter, random: random() });
    const state = delivered ? 'delivered' : next === null ? 'dead' : 'pending';
    const done = next === null ? now : null;
    await notifications.update(tx, message.notification_id, {
      state,
      tries,
      next_at: next ?? now,
      done_at: done,
      last_error: problem,
    });
    if (state === 'dead' && message.destination === 'marketplace')
      await this.parts.alerts.messageDied(tx, message, problem);
  }

  /** The stream's next message, as this transaction sees it, or no more work; false where the work is with somebody else by now. */
  private async goOn(tx: Tx, work: WorkRow): Promise<boolean> {
    const { engine, notifications } = this.parts;
    const head = await notifications.head(tx, work.subject);
    if (head) return engine.reschedule(tx, work, { dueAt: head.next_at, state: work.state });
    return engine.finish(tx, work);
  }

  /** The setting that named the destination is gone: the message can still be replayed. */
  private async abandon(tx: Tx, work: WorkRow, head: NotificationRow): Promise<void> {
    if (!(await this.parts.engine.holds(tx, work))) return;
    const now = this.parts.clock.now();
    const problem = `No URL is set for the ${head.destination} any more.`;
    await this.parts.notifications.update(tx, head.notification_id, {
      state: 'dead',
      tries: head.tries,
      next_at: now,
      done_at: now,
      last_error: problem,
    });
    await this.goOn(tx, work);
  }
}

/** Another process has taken the work over from us, who stood still: what it wrote of the message stays, and ours is undone. */
class TakenOver extends Error {}

/** A receiver that repeats its own address does not tell us its key. */
function excerpt(exchange: Exchange, url: string): string | null {
  return exchange.kind === 'answered' ? excerptOf(exchange.body.head, secretsOfUrl(url)) : null;
}
