import { redactUrl } from '../domain/redact-url.js';
import type { Exchange } from '../domain/exchange.js';
import type { Outcome } from '../domain/outcome.js';
import { scrub } from '../domain/scrub.js';
import { clip } from '../domain/seller-words.js';
import type { NewAttempt } from '../storage/attempt-store.js';
import { notes } from './journey-parts.js';

const EXCERPT_CHARS = 1000;
/** Read of a body for its excerpt: a secret that begins within it may end beyond, and a mask is shorter than what it covers. */
const EXCERPT_BYTES = 16_384;
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
  };
}

/** Tries that failed are told, whatever the last one came to. */
function triesBefore({ failedTries }: Exchange): string | null {
  const last = failedTries?.at(-1);
  if (!failedTries || last === undefined) return null;
  return `Before this, ${failedTries.length === 1 ? 'one try' : `${failedTries.length} tries`} failed: ${last}`;
}

/** The beginning of a body as text, without secrets. */
export function excerptOf(body: Buffer, secrets: readonly string[]): string | null {
  if (body.length === 0) return null;
  // Scrub before the cut, so that no half of a secret is left at its edge.
  const reach = body.subarray(0, EXCERPT_BYTES).toString('utf8');
  return clip(scrub(reach.replaceAll('\u0000', ''), secrets), EXCERPT_CHARS);
}
