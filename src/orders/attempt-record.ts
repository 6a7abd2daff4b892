import { excerptOf, triesBefore } from '../domain/attempt-words.js';
import { redactUrl } from '../domain/redact-url.js';
import { detailsOfCall } from '../domain/call-details.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import type { Outcome } from '../domain/outcome.js';
import { scrub } from '../domain/scrub.js';
import { clip } from '../domain/seller-words.js';
import type { NewAttempt } from '../storage/attempt-store.js';
import { notes } from './journey-parts.js';

export { excerptOf };

const PROBLEM_CHARS = 1000;

/** What an attempt tells of an answer that its order had gone on without, where there is nothing more to tell. */
export const CAME_LATE = 'This answer came late and changes nothing.';

export interface AttemptFacts {
  readonly attemptId: string;
  readonly kind: 'forward' | 'check' | 'mirror';
  readonly orderId: string;
  readonly shortId: string;
  readonly run: number;
  readonly attemptNum: number;
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  /** What was sent. */
  readonly sent: Pick<HttpCall, 'headers' | 'body'>;
  readonly requestId: string | null;
  readonly outcome: Outcome;
  readonly problem: string | null;
}

/** The row that records a call to a seller; whatever the seller echoes of its own secrets is blotted out. */
export function attemptOf(facts: AttemptFacts, exchange: Exchange, secrets: readonly string[]): NewAttempt {
  const said = facts.problem ?? (facts.outcome === 'late' ? CAME_LATE : null);
  const problem = notes(said, triesBefore(exchange));
  return {
    ...{ attempt_id: facts.attemptId, kind: facts.kind, order_id: facts.orderId, notification_id: null },
    ...{ short_id: facts.shortId, run: facts.run, attempt_num: facts.attemptNum, started_at: facts.startedAt },
    ...{ duration_ms: Math.round(exchange.durationMs), method: facts.method, url: redactUrl(facts.url) },
    ...{ status_code: exchange.status ?? null, outcome: facts.outcome, request_id: facts.requestId },
    error: problem === null ? null : scrub(clip(problem, PROBLEM_CHARS), secrets),
    response_excerpt: exchange.kind === 'answered' ? excerptOf(exchange.body.head, secrets) : null,
    details: () => detailsOfCall(facts.sent, exchange, secrets),
  };
}
