import { detailsOfReceived } from '../domain/call-details.js';
import type { DialectName } from '../domain/dialects/dialect.js';
import type { Outcome } from '../domain/outcome.js';
import type { ReceivedBody } from '../domain/received-body.js';
import { scrub } from '../domain/scrub.js';
import type { NewAttempt } from '../storage/attempt-store.js';
import type { OrderReading } from '../storage/order-store.js';
import { excerptOf } from './attempt-record.js';
import type { Staging } from './staging.js';

/** A callback whose secret or token has been proven. */
export interface Callback {
  /** The tool whose secret it bore; null where the URL's token named the order instead. */
  readonly shortId: string | null;
  /** The order that the URL's token speaks for, if any. */
  readonly urlOrderId: string | null;
  /** From `?run=`; null where it is left out. */
  readonly run: number | null;
  /** The secret or token that proved it: kept nowhere, but struck out wherever the body repeats it. */
  readonly secret: string;
  readonly path: string;
  readonly requestId: string;
  /** As they came. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** V: what the seller is answered with 200; a callback that cannot be taken is a `Problem` of status 400. */
export type CallbackAnswer = { readonly ok: true; readonly duplicate?: true; readonly late?: true };

/** A callback that has been read, on its way to being settled. */
export interface CallbackStep {
  readonly callback: Callback;
  readonly body: ReceivedBody;
  readonly staging: Staging;
  readonly order: OrderReading;
  readonly secrets: readonly string[];
  readonly attemptId: string;
  readonly startedAt: number;
  /** When the seller says that it was done. */
  readonly completedMs: number | null;
  /** The system whose words the body is in; null for ours. */
  readonly dialect: DialectName | null;
}

/** The row that records a callback. */
export function attemptOfCallback(
  step: CallbackStep,
  ended: { status: number; outcome: Outcome; problem: string | null; durationMs: number },
): NewAttempt {
  const { callback, order, secrets } = step;
  return {
    ...{ attempt_id: step.attemptId, kind: 'callback', order_id: order.order_id, notification_id: null },
    ...{ short_id: order.short_id, run: callback.run ?? order.run, attempt_num: 1, started_at: step.startedAt },
    ...{ duration_ms: ended.durationMs, method: 'POST', url: callback.path, request_id: callback.requestId },
    ...{ status_code: ended.status, outcome: ended.outcome },
    error: ended.problem === null ? null : scrub(ended.problem, secrets),
    response_excerpt: order.erased_at === null ? excerptOf(step.body.head, secrets) : null,
    details: () => detailsOfReceived(callback.headers, secrets),
  };
}
