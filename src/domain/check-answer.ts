import { readForeign, type PinnedDialect, type Reading } from './reading.js';
import type { Answered, Exchange } from './exchange.js';
import type { Outcome } from './outcome.js';
import { readResult } from './read-result.js';
import { noStrings, type BodyJson, type StreamedStrings } from './received-body.js';
import type { ResultDraft } from './result.js';
import {
  ignoredFields,
  isSellerWord,
  readCompletedAt,
  readFailure,
  readProgress,
  type Progress,
  type SaidWhenDone,
  type SellerFailure,
} from './seller-words.js';
import { isJsonObject, type JsonObject } from './strict-json.js';

/** What a seller's answer about an order means, whichever road it came on. */
export type SellerVerdict =
  | ({ readonly kind: 'completed'; readonly result: ResultDraft; readonly note: string | null } & SaidWhenDone)
  | ({ readonly kind: 'failed'; readonly failure: SellerFailure; readonly note: string | null } & SaidWhenDone)
  | ({ readonly kind: 'processing'; readonly note: string | null } & Progress)
  /** It is done, and its result stands at a URL of its own, to be asked by a further call. */
  | ({ readonly kind: 'elsewhere'; readonly url: string; readonly note: string | null } & SaidWhenDone)
  /** It says that it is done, but what it hands over cannot be taken. */
  | { readonly kind: 'bad_result'; readonly problem: string };

/** What our own words can say. */
export type OwnVerdict = Exclude<SellerVerdict, { kind: 'elsewhere' }>;

/** A check's answer may also tell nothing of the order at all; then we wait. */
export type CheckVerdict =
  SellerVerdict | { readonly kind: 'wait'; readonly outcome: Outcome; readonly problem: string | null };

/** A verdict, and the words in which the answer gave it; null where nobody's were recognised. */
export interface JudgedCheck {
  readonly verdict: CheckVerdict;
  readonly dialect: PinnedDialect | null;
}

/** Whether the answer says that the seller is at work on the order, and not done. */
export function saysAtWork(verdict: CheckVerdict): boolean {
  if (verdict.kind !== 'wait') return verdict.kind === 'processing';
  return verdict.outcome === 'processing' || verdict.outcome === 'not_modified';
}

/** Whether the answer shows that the seller has the order: a word about it, or a status that stands for one. */
export function knowsTheOrder(verdict: CheckVerdict): boolean {
  return verdict.kind !== 'wait' || saysAtWork(verdict);
}

/** Reads the answer to a status check, in our words or in those that the tool's answers are read by. */
export function judgeCheck(exchange: Exchange, reading: Reading): JudgedCheck {
  const foreign = exchange.kind === 'answered' ? readForeign(exchange, reading) : null;
  if (foreign) return foreign;
  const verdict = judgeOurs(exchange);
  return { verdict, dialect: verdict.kind === 'wait' ? null : 'roundtrip' };
}

/** The table of contract section 5. `not_found` becomes `evicted` where the seller had known the order. */
function judgeOurs(exchange: Exchange): CheckVerdict {
  if (exchange.kind === 'unanswered')
    return wait(exchange.failure === 'aborted' ? 'connection_error' : exchange.failure, exchange.message);
  const { status } = exchange;
  if (status >= 200 && status < 300) return judgeBody(exchange);
  if (status === 304) return wait('not_modified', null);
  return wait(refusalOutcome(status), refusalSentence(exchange));
}

function judgeBody(answer: Answered): CheckVerdict {
  const { json } = answer.body;
  const words = readWords(answer);
  if (words.ok) return judgeWords(words.body, words.strings);
  if (!json.ok && json.badResult) return { kind: 'bad_result', problem: json.problem };
  // 202 says "accepted, still working" (RFC 9110, 15.3.3) even where the body says nothing we can read.
  return answer.status === 202 ? wait('processing', words.problem) : wait('unreadable', words.problem);
}

/** The body as an object that holds one of the three words, or why it is not. */
export function readWords(
  answer: Answered,
): { ok: true; body: JsonObject; strings: StreamedStrings } | { ok: false; problem: string } {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return {
      ok: false,
      problem: `The answer came with Content-Encoding ${encoding}, though we ask for identity: send it plain.`,
    };
  if (answer.body.size === 0) return { ok: false, problem: 'The answer was empty: send a JSON object with a status.' };
  const parsed = answer.body.json;
  const begun = saidBeforeFile(parsed);
  if (begun) return { ok: true, body: begun, strings: noStrings };
  if (!parsed.ok)
    return {
      ok: false,
      problem: `The answer is not JSON that we can read: ${parsed.problem}`,
    };
  if (!isJsonObject(parsed.value))
    return { ok: false, problem: 'The answer is JSON, but not an object: send { "status": ... }.' };
  if (!isSellerWord(parsed.value.status))
    return {
      ok: false,
      problem: 'The answer holds no status that we know: it must be processing, completed or failed.',
    };
  return { ok: true, body: parsed.value, strings: parsed.strings };
}

/** A body that was left at a bad file counts where it had said before that a file means nothing: not done yet, or failed. */
function saidBeforeFile(json: BodyJson): JsonObject | null {
  if (json.ok || !json.badResult || !isJsonObject(json.begun)) return null;
  const { status } = json.begun;
  return status === 'failed' || status === 'processing' ? json.begun : null;
}

/** Reads a body that is known to hold one of the three words. */
export function judgeWords(body: JsonObject, strings: StreamedStrings): OwnVerdict {
  const note = ignoredFields(body);
  const done = readCompletedAt(body);
  if (body.status === 'processing') return { kind: 'processing', note, ...readProgress(body) };
  if (body.status === 'failed') return { kind: 'failed', failure: readFailure(body), note, ...done };
  const read = readResult(body, strings);
  return read.ok
    ? { kind: 'completed', result: read.result, note, ...done }
    : { kind: 'bad_result', problem: read.problem };
}

/** The outcome of an HTTP status that is neither 2xx nor 304. */
export function refusalOutcome(status: number): Outcome {
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 410) return 'gone';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server_error' : 'rejected';
}

function refusalSentence(answer: Answered): string {
  if (answer.status >= 300 && answer.status < 400)
    return `The seller redirected the call (HTTP ${answer.status}); redirects are not followed. Register the final URL.`;
  return `The seller answered HTTP ${answer.status}.`;
}

function wait(outcome: Outcome, problem: string | null): CheckVerdict {
  return { kind: 'wait', outcome, problem };
}
