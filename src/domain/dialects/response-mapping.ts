import { matchFilter, type ResponseFilter } from '../response-filter.js';
import type { SellerFailure } from '../seller-words.js';
import type { JsonValue } from '../strict-json.js';
import type { DialectName, ForeignAnswer, ForeignVerdict } from './dialect.js';
import type { ResultKind } from './foreign-result.js';
import { fieldOf, percent, textIn } from './foreign-values.js';
import {
  badResult,
  codeOf,
  completed,
  elsewhere,
  failureOf,
  messageOf,
  unreadable,
  working,
} from './foreign-verdict.js';
import { valueAt, type PointerPath } from './json-pointer.js';

/** How a tool's answers are to be read where they are nobody's published words (contract, section 7, `response`). As saved and shown. */
export interface ResponseMapping {
  readonly completed_when: ResponseFilter;
  readonly failed_when?: ResponseFilter;
  /** To a number from 0 to 100. */
  readonly progress_at?: PointerPath;
  /** To a text. */
  readonly message_at?: PointerPath;
  /** To a text, or an object with `code` and `message`. Left out: our own words' `error` and `message`. */
  readonly error_at?: PointerPath;
  /** Exactly one of this and `result_from`; "" is the whole body. */
  readonly result_at?: PointerPath;
  /** Left out: what the value looks like (`toResult`). */
  readonly result_is?: ResultKind;
  /** To a URL on the same origin, asked once by a further check. */
  readonly result_from?: PointerPath;
}

/** A tool's `response`. */
export type ResponseSetting = { readonly dialect: 'auto' | 'roundtrip' | DialectName } | ResponseMapping;

export type MappedVerdict = ForeignVerdict & {
  /** Of `processing`: why `completed_when` did not match. It may quote the answer: callers scrub it. */
  readonly note: string | null;
};

export function isMapping(setting: ResponseSetting): setting is ResponseMapping {
  return 'completed_when' in setting;
}

/** Whether a mapping has a say on an answer: on every 2xx, and on any other status where one of its filters names `status`. */
export function mayJudge(mapping: ResponseMapping, status: number): boolean {
  return isSuccess(status) || [mapping.completed_when, mapping.failed_when].some(namesStatus);
}

/**
 * Reads an answer by a mapping: `failed_when` first, then `completed_when`, else it is processing. On a status other than 2xx only
 * the filters that name `status` are tested, and where none of them matches the answer is `unreadable`: the caller's table for that
 * status counts. So it is on 2xx where there is no JSON to test, save for 202. Never throws.
 */
export function readByMapping(mapping: ResponseMapping, answer: ForeignAnswer): MappedVerdict {
  if (mapping.failed_when && test(mapping.failed_when, answer).matches)
    return { kind: 'failed', failure: failureAt(mapping, answer.body), note: null };
  const done = test(mapping.completed_when, answer);
  if (done.matches) return { ...readDone(mapping, answer), note: null };
  if (!isSuccess(answer.status))
    return { ...unreadable(`HTTP ${answer.status} fits neither failed_when nor completed_when.`), note: null };
  if (answer.body === null && answer.status !== 202)
    return {
      ...unreadable('The answer is empty or not JSON, and fits neither failed_when nor completed_when.'),
      note: null,
    };
  return { ...readProgress(mapping, answer.body), note: `Not completed yet by completed_when: ${done.why}` };
}

function test(filter: ResponseFilter, answer: ForeignAnswer): ReturnType<typeof matchFilter> {
  if (!isSuccess(answer.status) && !namesStatus(filter))
    return { matches: false, why: `It is not tested on HTTP ${answer.status}, since it does not name status.` };
  return matchFilter(filter, { status: answer.status, headers: answer.headers, body: answer.body ?? undefined });
}

function readDone(mapping: ResponseMapping, answer: ForeignAnswer): ForeignVerdict {
  const { result_from: from, result_at: path = '', result_is: kind } = mapping;
  if (from !== undefined) {
    const target = at(answer.body, from);
    if (typeof target === 'string' && target !== '') return elsewhere(target, answer, null);
    return badResult('completed_when matches, but at result_from there is no text that holds a URL.');
  }
  const value = at(answer.body, path);
  if (value === undefined || (value === null && kind !== 'json'))
    return badResult('completed_when matches, but there is nothing at result_at.');
  return completed(value, null, kind);
}

function readProgress(mapping: ResponseMapping, body: JsonValue): ForeignVerdict {
  const message = at(body, mapping.message_at);
  return working(typeof message === 'string' ? message : null, percent(at(body, mapping.progress_at)));
}

/** Whatever stands at `error_at` is the reason, however it is written: where it bears no message, as JSON. */
function failureAt(mapping: ResponseMapping, body: JsonValue): SellerFailure {
  const error = mapping.error_at === undefined ? fieldOf(body, 'error') : at(body, mapping.error_at);
  const asJson = error === undefined || error === null || error === '' ? null : JSON.stringify(error);
  const reason = messageOf(error) ?? messageOf(at(body, mapping.message_at)) ?? asJson ?? textIn(body, 'message');
  return failureOf(reason, codeOf(error));
}

function at(body: JsonValue, path: PointerPath | undefined): JsonValue | undefined {
  return path === undefined ? undefined : valueAt(body, path);
}

function namesStatus(filter: ResponseFilter | undefined): boolean {
  return filter?.status !== undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
