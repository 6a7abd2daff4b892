import { refusalOutcome } from './check-answer.js';
import type { Answered, Exchange, Unanswered } from './exchange.js';
import type { Outcome } from './outcome.js';
import { MAX_POLL_ANSWER_BYTES } from './poll.js';
import { cleanLiteral, shown, shownHeaders, type PollResponse } from './poll-response.js';
import { matchFilter, type FilteredAnswer, type ResponseFilter } from './response-filter.js';
import { SecretForms, type Secrets } from './scrub.js';

type PollEndByAnswer = 'completed' | 'failed';

export type PollVerdict =
  | { readonly kind: PollEndByAnswer; readonly response: PollResponse; readonly note: string | null }
  | { readonly kind: 'wait'; readonly outcome: Outcome; readonly problem: string };

export interface PollFilters {
  readonly response_filter: ResponseFilter | null;
  readonly failure_filter: ResponseFilter | null;
}

const TOO_LONG = `The answer is longer than the ${MAX_POLL_ANSWER_BYTES} bytes that are kept: its body was not.`;

/**
 * Reads the answer to a poll's request (contract, section 8). `failure_filter` is asked first and wins; without a
 * `response_filter` any 2xx ends the poll. What else comes is waited out, and `problem` says why in a sentence without secrets.
 */
export function judgePoll(exchange: Exchange, filters: PollFilters, secrets: Secrets): PollVerdict {
  const forms = secrets instanceof SecretForms ? secrets : new SecretForms(secrets);
  return exchange.kind === 'answered' ? answered(exchange, filters, forms) : unanswered(exchange, filters, forms);
}

function answered(exchange: Answered, filters: PollFilters, secrets: SecretForms): PollVerdict {
  const answer = read(exchange);
  const { response_filter: wanted, failure_filter: fatal } = filters;
  const note = isEncoded(exchange)
    ? 'The body came with a Content-Encoding, though we ask for identity: it was not read.'
    : null;
  if (fatal && matchFilter(fatal, answer).matches) return { kind: 'failed', response: shown(answer, secrets), note };
  const good = isGood(exchange.status);
  if (wanted === null ? good : matchFilter(wanted, answer).matches)
    return { kind: 'completed', response: shown(answer, secrets), note };
  const why = wanted === null ? null : missed(wanted, answer, secrets);
  const said = [good ? null : `The answer was HTTP ${exchange.status}.`, why, note].filter((one) => one !== null);
  return { kind: 'wait', outcome: outcomeOf(exchange), problem: said.join(' ') };
}

function unanswered(exchange: Unanswered, filters: PollFilters, secrets: SecretForms): PollVerdict {
  const outcome = exchange.failure === 'aborted' ? 'connection_error' : exchange.failure;
  if (outcome !== 'too_large') return { kind: 'wait', outcome, problem: exchange.message };
  const kind = exchange.status === undefined ? null : endByHead(exchange.status, exchange.headers ?? {}, filters);
  if (exchange.status === undefined || kind === null)
    return { kind: 'wait', outcome, problem: `${exchange.message} No filter can read it; let the server answer less.` };
  const answer = { status: exchange.status, headers: exchange.headers ?? {}, body: undefined };
  return { kind, response: shown(answer, secrets), note: TOO_LONG };
}

/** What an answer whose body is too long to be read comes to; null where it ends nothing, or only its body could tell. */
function endByHead(status: number, headers: FilteredAnswer['headers'], filters: PollFilters): PollEndByAnswer | null {
  const answer = { status, headers, body: undefined };
  const { response_filter: wanted, failure_filter: fatal } = filters;
  const fails = fatal && matchesByHead(fatal, answer);
  if (fails === 'unknown') return null;
  if (fails === 'yes') return 'failed';
  const isDone = wanted === null ? isGood(status) : matchesByHead(wanted, answer) === 'yes';
  return isDone ? 'completed' : null;
}

function matchesByHead({ body, ...rest }: ResponseFilter, answer: FilteredAnswer): 'yes' | 'no' | 'unknown' {
  if (!matchFilter(rest, answer).matches) return 'no';
  return body === undefined ? 'yes' : 'unknown';
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function outcomeOf(answer: Answered): Outcome {
  if (isGood(answer.status)) return isEncoded(answer) ? 'unreadable' : 'processing';
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
function missed(filter: ResponseFilter, answer: FilteredAnswer, secrets: SecretForms): string {
  const headers = shownHeaders(answer.headers, secrets);
  const match = matchFilter(filter, { ...answer, headers }, (value) => cleanLiteral(value, secrets));
  return `It does not match response_filter: ${match.matches ? 'what differs is not shown.' : match.why}`;
}
