import type { SellerVerdict } from './check-answer.js';
import { judgeWords } from './check-answer.js';
import type { DialectName } from './dialects/dialect.js';
import { isUuid } from './ids.js';
import { readResult } from './read-result.js';
import { readForeign, type ForeignReading, type Reading } from './reading.js';
import type { ReceivedBody, StreamedStrings } from './received-body.js';
import { ignoredFields, isSellerWord, readCompletedAt, readFailure, readProgress } from './seller-words.js';
import { isJsonObject, type JsonObject } from './strict-json.js';

/** A callback's body, read (contract, section 6). */
export type CallbackBody =
  | {
      readonly ok: true;
      readonly orderId: string;
      readonly verdict: SellerVerdict;
      readonly dialect: DialectName | null;
    }
  | { readonly ok: false; readonly orderId: string | null; readonly problem: string };

/**
 * Reads a callback: `ok` true with a result or with `status: processing`, or `ok` false with an error. Where the URL names the
 * order (`urlOrderId`), `order_id` may be left out and a body in the words of the status check, or in those that the tool's answers
 * are read by (`reading`), is taken too.
 */
export function readCallback(raw: ReceivedBody, urlOrderId: string | null, reading: Reading | null): CallbackBody {
  const foreign = urlOrderId === null || reading === null ? null : readForeignCallback(raw, reading);
  if (foreign && urlOrderId !== null) {
    const { verdict, dialect } = foreign;
    if (verdict.kind === 'wait') return refuse(urlOrderId, verdict.problem);
    return { ok: true, orderId: urlOrderId, verdict, dialect };
  }
  const parsed = raw.json;
  if (!parsed.ok) return refuse(urlOrderId, parsed.problem);
  const body = parsed.value;
  if (!isJsonObject(body)) return refuse(urlOrderId, 'The body must be a JSON object.');
  const named = body.order_id ?? urlOrderId;
  if (typeof named !== 'string' || !isUuid(named))
    return refuse(urlOrderId, 'order_id: must be the id of the order, a UUID.');
  const orderId = named.toLowerCase();
  if (urlOrderId !== null && orderId !== urlOrderId)
    return refuse(urlOrderId, 'order_id: is not the order that this callback URL belongs to.');
  const verdict = judgeCallback(body, parsed.strings, urlOrderId !== null);
  return typeof verdict === 'string' ? refuse(orderId, verdict) : { ok: true, orderId, verdict, dialect: null };
}

/** Null where the body is in our words, which count beside whatever the tool's answers are read by. */
function readForeignCallback(body: ReceivedBody, reading: Reading): ForeignReading | null {
  const value = body.json.ok ? body.json.value : null;
  if (isJsonObject(value) && typeof value.ok === 'boolean') return null;
  const read = readForeign({ kind: 'answered', status: 200, headers: {}, body, durationMs: 0 }, reading);
  const saysNothing = read?.dialect === null && read.verdict.kind === 'processing';
  return saysNothing && isJsonObject(value) && isSellerWord(value.status) ? null : read;
}

function judgeCallback(body: JsonObject, strings: StreamedStrings, wordsAlone: boolean): SellerVerdict | string {
  const { ok, status } = body;
  if (ok === undefined && wordsAlone && isSellerWord(status)) return judgeWords(body, strings);
  if (typeof ok !== 'boolean') return 'ok: must be true (with a result) or false (with an error).';
  if (status !== undefined && status !== null && !isSellerWord(status))
    return 'status: must be processing, completed or failed, or be left out.';
  if (ok && status === 'failed') return 'ok: contradicts status; a failed order is ok false.';
  if (!ok && (status === 'processing' || status === 'completed'))
    return 'ok: contradicts status; only a failed order is ok false.';
  const note = ignoredFields(body);
  const done = readCompletedAt(body);
  if (!ok) return { kind: 'failed', failure: readFailure(body), note, ...done };
  if (status === 'processing') return { kind: 'processing', note, ...readProgress(body) };
  const read = readResult(body, strings);
  return read.ok
    ? { kind: 'completed', result: read.result, note, ...done }
    : { kind: 'bad_result', problem: read.problem };
}

function refuse(orderId: string | null, problem: string): CallbackBody {
  return { ok: false, orderId, problem };
}
