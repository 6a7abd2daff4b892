import { stringify } from 'safe-stable-stringify';
import { judgeCheck, judgeWords, refusalOutcome, type CheckVerdict, type JudgedCheck } from './check-answer.js';
import { sha256 } from './digest.js';
import type { Answered, Exchange } from './exchange.js';
import type { Outcome } from './outcome.js';
import { mayBeForeign, type Reading } from './reading.js';
import { HeldBody, noStrings } from './received-body.js';
import { ignoredFields, isSellerWord } from './seller-words.js';
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.js';

/** Most orders in one batch check (contract, section 3, `status_batch_url`). */
export const BATCH_CHECK_ORDERS = 100;
/** Most bytes of its answer. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** What a batch answer says of one order. */
export interface SaidOfOrder extends JudgedCheck {
  /** Its own element as canonical JSON: all that its attempt may show of the answer. */
  readonly text: string;
}

export type BatchReading =
  /** By order id in lower case; an order that was asked for and is not in it is missing. */
  | { readonly kind: 'read'; readonly said: ReadonlyMap<string, SaidOfOrder>; readonly note: string | null }
  /** Tells of no order, and each is better asked by itself; `refused` where the URL itself is no good for batches. */
  | { readonly kind: 'singly'; readonly outcome: Outcome; readonly problem: string; readonly refused: boolean }
  /** The seller is in trouble or keeps us out: a hundred single checks would make it no better. */
  | { readonly kind: 'wait'; readonly outcome: Outcome; readonly problem: string; readonly broken: boolean };

export const NOT_IN_BATCH = 'The answer of the batch URL does not hold this order.';

/** Reads the answer to a batch check about these orders (ids in any case); each element as the tool's answers are read. */
export function readBatch(exchange: Exchange, asked: readonly string[], reading: Reading): BatchReading {
  const { status } = exchange;
  if (status !== undefined && (status < 200 || status >= 300)) return refusal(status);
  if (exchange.kind === 'answered') return readOrders(exchange, asked, reading);
  if (exchange.failure === 'too_large') return singly('too_large', exchange.message);
  const outcome = exchange.failure === 'aborted' ? 'connection_error' : exchange.failure;
  return { kind: 'wait', outcome, problem: exchange.message, broken: true };
}

function refusal(status: number): BatchReading {
  const outcome = refusalOutcome(status);
  const problem = `The batch URL answered HTTP ${status}.`;
  const keepsOut = outcome === 'unauthorized' || outcome === 'rate_limited';
  if (keepsOut || outcome === 'timeout' || (outcome === 'server_error' && status !== 501))
    return { kind: 'wait', outcome, problem, broken: !keepsOut };
  // Of a batch URL 404 says nothing about any order: it must not be taken for one that the seller does not know.
  return { kind: 'singly', outcome: outcome === 'not_found' ? 'rejected' : outcome, problem, refused: true };
}

function readOrders(answer: Answered, asked: readonly string[], reading: Reading): BatchReading {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return singly('unreadable', `The batch answer came with Content-Encoding ${encoding}: send it plain.`);
  const { json } = answer.body;
  if (!json.ok) return singly('unreadable', `The batch answer is not JSON that we can read: ${json.problem}`);
  const { orders, ...around } = isJsonObject(json.value) ? json.value : { orders: null };
  if (!Array.isArray(orders))
    return singly('unreadable', 'The batch answer holds no list "orders": send { "orders": [...] }.');
  const ids = new Set(asked.map((id) => id.toLowerCase()));
  return sort(orders, ids, reading, ignoredFields(around));
}

function sort(
  orders: readonly JsonValue[],
  asked: ReadonlySet<string>,
  reading: Reading,
  around: string | null,
): BatchReading {
  const said = new Map<string, SaidOfOrder>();
  const foreign = new Set<string>();
  let nameless = 0;
  for (const element of orders) {
    const id = isJsonObject(element) ? element.order_id : null;
    if (!isJsonObject(element) || typeof id !== 'string') nameless += 1;
    else if (asked.has(id.toLowerCase())) take(said, id.toLowerCase(), element, reading);
    else foreign.add(id.toLowerCase());
  }
  return { kind: 'read', said, note: noteOf(foreign.size, nameless, around) };
}

/**
 * SHA-256 of what an answer says of its order, as canonical JSON without the id: the same whether it was said alone or in a batch.
 * Null where it is no object that was read whole.
 */
export function saidHashOf(exchange: Exchange): string | null {
  if (exchange.kind === 'unanswered' || exchange.body.sha256 === '') return null;
  const { json } = exchange.body;
  if (!json.ok || !isJsonObject(json.value)) return null;
  return sha256(stringify({ ...json.value, order_id: undefined }) ?? '');
}

/** The same order twice is one, unless the two differ. */
function take(said: Map<string, SaidOfOrder>, id: string, element: JsonObject, reading: Reading): void {
  const text = stringify({ ...element, order_id: id }) ?? '';
  const before = said.get(id);
  if (before?.text === text) return;
  const twice = 'The batch answer holds this order more than once, and not the same each time.';
  const judged = before ? { verdict: unreadable(twice), dialect: null } : judge(element, text, reading);
  said.set(id, { ...judged, text: before?.text ?? text });
}

/** As if it had come alone. */
function judge(element: JsonObject, text: string, reading: Reading): JudgedCheck {
  if (isSellerWord(element.status) && !mayBeForeign(reading))
    return { verdict: judgeWords(element, noStrings), dialect: 'roundtrip' };
  const body = new HeldBody(Buffer.from(text));
  return judgeCheck({ kind: 'answered', status: 200, headers: {}, body, durationMs: 0 }, reading);
}

function unreadable(problem: string): CheckVerdict {
  return { kind: 'wait', outcome: 'unreadable', problem };
}

function noteOf(foreign: number, nameless: number, around: string | null): string | null {
  const told = [
    ...(foreign > 0 ? [`${foreign} not asked for`] : []),
    ...(nameless > 0 ? [`${nameless} without an order_id`] : []),
  ];
  const ignored = told.length === 0 ? [] : [`Ignored orders in the batch answer: ${told.join(', ')}.`];
  const whole = [...ignored, ...(around === null ? [] : [around])];
  return whole.length === 0 ? null : whole.join(' ');
}

function singly(outcome: Outcome, problem: string): BatchReading {
  return { kind: 'singly', outcome, problem, refused: false };
}
