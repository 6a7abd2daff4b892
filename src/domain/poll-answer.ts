import { refusalOutcome } from './check-answer.js';
import type { Answered, Exchange } from './exchange.js';
import type { Outcome } from './outcome.js';
import { redactUrl } from './redact-url.js';
import { matchFilter, type FilteredAnswer, type ResponseFilter } from './response-filter.js';
import { scrub } from './scrub.js';
import type { JsonValue } from './strict-json.js';

/** The answer that ended a poll, as it is kept and shown: without the request's own secrets. */
export interface PollResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text; null where there is none. */
  readonly body: JsonValue;
}

export type PollVerdict =
  | { readonly kind: 'completed' | 'failed'; readonly response: PollResponse; readonly note: string | null }
  | { readonly kind: 'wait'; readonly outcome: Outcome; readonly problem: string };

export interface PollFilters {
  readonly response_filter: ResponseFilter | null;
  readonly failure_filter: ResponseFilter | null;
}

const MASK = '••••';
/** Headers that are secrets of whoever answers. */
const SECRET_HEADER = /cookie|authoriz|authentic|token|secret|password|api-?key|signature|session/;
const ADDRESSES: ReadonlySet<string> = new Set([
  'location',
  'content-location',
  'operation-location',
  'azure-asyncoperation',
]);

/**
 * Reads the answer to a poll's request (contract, section 8). `failure_filter` is asked first and wins; without a
 * `response_filter` any 2xx ends the poll. What else comes is waited out, and `problem` says why in a sentence without secrets.
 */
export function judgePoll(exchange: Exchange, filters: PollFilters, secrets: readonly string[]): PollVerdict {
  if (exchange.kind === 'unanswered') return unanswered(exchange);
  const answer = read(exchange);
  const { response_filter: wanted, failure_filter: fatal } = filters;
  const note = isEncoded(exchange)
    ? 'The body came with a Content-Encoding, though we ask for identity: it was not read.'
    : null;
  if (fatal && matchFilter(fatal, answer).matches) return { kind: 'failed', response: shown(answer, secrets), note };
  const good = exchange.status >= 200 && exchange.status < 300;
  if (wanted === null ? good : matchFilter(wanted, answer).matches)
    return { kind: 'completed', response: shown(answer, secrets), note };
  const why = wanted === null ? null : missed(wanted, shown(answer, secrets));
  const said = [good ? null : `The answer was HTTP ${exchange.status}.`, why, note].filter((one) => one !== null);
  return { kind: 'wait', outcome: outcomeOf(exchange), problem: said.join(' ') };
}

function unanswered(exchange: Extract<Exchange, { kind: 'unanswered' }>): PollVerdict {
  const outcome = exchange.failure === 'aborted' ? 'connection_error' : exchange.failure;
  const hint = outcome === 'too_large' ? ' No filter can read it; let the server answer less.' : '';
  return { kind: 'wait', outcome, problem: `${exchange.message}${hint}` };
}

function outcomeOf(answer: Answered): Outcome {
  if (answer.status >= 200 && answer.status < 300) return isEncoded(answer) ? 'unreadable' : 'processing';
  return answer.status === 304 ? 'not_modified' : refusalOutcome(answer.status);
}

/** As filters see it: the parsed body, or its text where it is no JSON. */
function read(answer: Answered): FilteredAnswer {
  const { status, headers, body } = answer;
  if (body.size === 0 || isEncoded(answer)) return { status, headers, body: undefined };
  const { json } = body;
  return { status, headers, body: json.ok ? json.value : body.head.toString('utf8') };
}

function isEncoded(answer: Answered): boolean {
  const encoding = answer.headers['content-encoding'];
  return encoding !== undefined && encoding !== 'identity';
}

/** Told of what may be shown: a reason quotes, and cuts what it quotes. */
function missed(filter: ResponseFilter, answer: PollResponse): string {
  const match = matchFilter(filter, { ...answer, body: answer.body ?? undefined });
  return `It does not match response_filter: ${match.matches ? 'what differs is not shown.' : match.why}`;
}

function shown(answer: FilteredAnswer, secrets: readonly string[]): PollResponse {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, shownHeader(name, value, secrets)]);
  return {
    status: answer.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: clean(answer.body, secrets),
  };
}

function shownHeader(name: string, value: string, secrets: readonly string[]): string {
  if (SECRET_HEADER.test(name)) return MASK;
  return scrub(ADDRESSES.has(name) ? redactUrl(value) : value, secrets);
}

function clean(body: JsonValue | undefined, secrets: readonly string[]): JsonValue {
  if (body === undefined) return null;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const scrubbed = scrub(text, secrets);
  if (scrubbed === text || typeof body === 'string') return typeof body === 'string' ? scrubbed : body;
  try {
    return JSON.parse(scrubbed) as JsonValue;
  } catch {
    return scrubbed; // the secret had no quotes around it: a number
  }
}
