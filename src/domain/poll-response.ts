import { redactUrl } from './redact-url.js';
import type { FilteredAnswer } from './response-filter.js';
import type { SecretForms } from './scrub.js';
import type { JsonValue } from './strict-json.js';

/** The answer that ended a poll, as it is kept and shown: without the request's own secrets. */
export interface PollResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text; null where there is none, and where it was too long to be kept. */
  readonly body: JsonValue;
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

/** An answer without secrets: JSON stays JSON of the same shape. */
export function shown(answer: FilteredAnswer, secrets: SecretForms): PollResponse {
  const { status, headers, body } = answer;
  const clean = typeof body === 'string' ? secrets.hideInCut(body) : cleanJson(body ?? null, secrets);
  return { status, headers: shownHeaders(headers, secrets), body: clean };
}

export function shownHeaders(headers: FilteredAnswer['headers'], secrets: SecretForms): Record<string, string> {
  const mask = (name: string, value: string) => (SECRET_HEADER.test(name) ? MASK : clean(name, value));
  const clean = (name: string, value: string) => secrets.hideInCut(ADDRESSES.has(name) ? redactUrl(value) : value);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask(name, value)]));
}

/** Only texts are secrets, and a number that is written as one: `true` and `2024` are words of too many answers. */
export function cleanLiteral<T extends JsonValue>(value: T, secrets: SecretForms): T | string {
  if (typeof value === 'string') return secrets.hideIn(value);
  return typeof value === 'number' && secrets.isOne(String(value)) ? MASK : value;
}

/** Strict JSON is not deep. */
function cleanJson(value: JsonValue, secrets: SecretForms): JsonValue {
  if (Array.isArray(value)) return value.map((one) => cleanJson(one, secrets));
  if (typeof value !== 'object' || value === null) return cleanLiteral(value, secrets);
  const entries = Object.entries(value).map(([key, one]) => [secrets.hideIn(key), cleanJson(one, secrets)] as const);
  return Object.fromEntries(entries);
}
