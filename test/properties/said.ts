import type { Exchange, HttpCall } from '../../src/domain/exchange.js';
import { HeldBody } from '../../src/domain/received-body.js';

/** What a seller may say, on whichever road; `A` and `B` are two results, or two errors, that differ. */
export const ANSWERS = [
  ...(['silent', 'processing', 'good A', 'good B', 'failed A', 'failed B', 'bad result', 'unreadable'] as const),
  ...(['HTTP 302', 'HTTP 404', 'HTTP 422', 'HTTP 500', 'never sent', 'sent, no answer'] as const),
] as const;
export type Answer = (typeof ANSWERS)[number];

/** What a callback may say. */
export const WORDS = ['processing', 'good A', 'good B', 'failed A', 'failed B', 'bad result'] as const;
export type Word = (typeof WORDS)[number];

const results: Record<'good A' | 'good B', object> = {
  'good A': { result_text: 'the result A' },
  'good B': { result_text: 'the result B' },
};

export function isGood(said: Answer): said is 'good A' | 'good B' {
  return said === 'good A' || said === 'good B';
}

export function isFailure(said: Answer): said is 'failed A' | 'failed B' {
  return said === 'failed A' || said === 'failed B';
}

/** The body of a reply or of a status check. */
export function bodyOf(said: Answer): string {
  if (isGood(said)) return JSON.stringify({ status: 'completed', ...results[said] });
  if (isFailure(said)) return JSON.stringify({ status: 'failed', error: `the error of ${said}` });
  if (said === 'processing') return JSON.stringify({ status: 'processing', progress: 40, message: 'under way' });
  if (said === 'bad result') return JSON.stringify({ status: 'completed', file_base64: '***' });
  return said === 'unreadable' ? '{"status": "perhaps"}' : '';
}

/** The body of a callback. */
export function callbackBody(said: Word, orderId: string): string {
  if (isGood(said)) return JSON.stringify({ ok: true, order_id: orderId, ...results[said] });
  if (isFailure(said)) return JSON.stringify({ ok: false, order_id: orderId, error: `the error of ${said}` });
  if (said === 'processing')
    return JSON.stringify({ ok: true, order_id: orderId, status: 'processing', progress: 70, message: 'called back' });
  return JSON.stringify({ ok: true, order_id: orderId, file_base64: '***' });
}

const STATUSES: Partial<Record<Answer, number>> = {
  'HTTP 302': 302,
  'HTTP 404': 404,
  'HTTP 422': 422,
  'HTTP 500': 500,
};

export function exchangeOf(said: Answer): Exchange {
  const durationMs = 5;
  if (said === 'never sent' || said === 'sent, no answer') {
    const sentFully = said === 'sent, no answer';
    return { kind: 'unanswered', failure: 'timeout', message: 'The call took too long.', sentFully, durationMs };
  }
  const headers: Record<string, string> = said === 'HTTP 302' ? { location: 'https://elsewhere.test/job' } : {};
  return {
    kind: 'answered',
    status: STATUSES[said] ?? 200,
    headers,
    body: new HeldBody(Buffer.from(bodyOf(said))),
    durationMs,
  };
}

/** A call to a seller that waits for its answer. */
export interface HeldCall {
  readonly kind: 'forward' | 'check';
  readonly run: number;
  /** When it was made. */
  readonly at: number;
  answer(said: Answer): void;
}

/** The run that a forward belongs to, by its `Idempotency-Key`. */
export function runOfForward(call: HttpCall): number {
  const key = call.headers['idempotency-key'] ?? '';
  return key.includes(':') ? Number(key.split(':')[1]) : 1;
}
