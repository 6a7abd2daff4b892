import { parseUrl } from '../parse-url.js';
import { hostedFileName } from '../hosted-file-name.js';
import { MAX_FILES } from '../result.js';
import { readResult, type ReadResult } from '../read-result.js';
import { noStrings } from '../received-body.js';
import { parseStrictJson, type JsonObject, type JsonValue } from '../strict-json.js';

/** What a value that stands for a result is to be taken for (contract, section 7, `result_is`). */
export const RESULT_KINDS = ['url', 'urls', 'text', 'json', 'base64', 'json_string'] as const;
export type ResultKind = (typeof RESULT_KINDS)[number];

const WEB_URL = /^https?:\/\/[^\s]+$/i;
const DATA_URI = /^data:[^,]{0,500};base64,/i;

/**
 * A value in another system's answer as a result, by the rules for our own words (`readResult`).
 *
 * Without `as` it is taken for what it looks like: one URL for `url`; a list of URLs (1 to 50) for files; a `data:` URI in base64,
 * or a list of them, for files; any other text for `text`; all else for `json`. URLs that are http: are refused, as everywhere.
 */
export function toResult(value: JsonValue, as?: ResultKind): ReadResult {
  switch (as ?? guess(value)) {
    case 'url':
      if (typeof value !== 'string') return refuse('The result must be a text that holds a URL.');
      return words({ output_type: 'url', result_url: value });
    case 'urls':
      return urls(value);
    case 'text':
      if (typeof value === 'object') return refuse('The result must be a text, and is an object, a list or null.');
      return words({ output_type: 'text', result_text: String(value) });
    case 'json':
      return words({ output_type: 'json', result_text: JSON.stringify(value) });
    case 'base64':
      if (typeof value !== 'string') return refuse('The result must be a text that holds base64.');
      return words({ output_type: 'file', file_base64: value });
    case 'json_string':
      return jsonString(value);
  }
}

function guess(value: JsonValue): ResultKind {
  if (typeof value === 'string') {
    if (DATA_URI.test(value)) return 'base64';
    return WEB_URL.test(value) && parseUrl(value) ? 'url' : 'text';
  }
  return Array.isArray(value) && value.length > 0 && value.slice(0, MAX_FILES + 1).every(isFile) ? 'urls' : 'json';
}

function isFile(value: JsonValue): value is string {
  return typeof value === 'string' && (DATA_URI.test(value) || (WEB_URL.test(value) && parseUrl(value) !== null));
}

/** A single one is the result itself, not a list of one. */
function urls(value: JsonValue): ReadResult {
  const list = Array.isArray(value) ? value : [value];
  const [first] = list;
  if (first === undefined) return refuse('The list of URLs is empty.');
  if (list.length > MAX_FILES) return refuse(`files: at most ${MAX_FILES} files, there are ${list.length}.`);
  if (list.length === 1) return toResult(first, typeof first === 'string' && DATA_URI.test(first) ? 'base64' : 'url');
  return words({ output_type: 'file', files: list.map((item, index) => fileAt(item, index + 1)) });
}

function fileAt(item: JsonValue, n: number): JsonObject {
  if (typeof item === 'string' && DATA_URI.test(item)) return { file_base64: item };
  const named = typeof item === 'string' && parseUrl(item) ? hostedFileName(item, undefined, n) : null;
  return { result_url: item, filename: named };
}

function jsonString(value: JsonValue): ReadResult {
  if (typeof value !== 'string') return refuse('The result must be a text that holds JSON.');
  const read = parseStrictJson(value);
  if (!read.ok) return refuse(`The text of the result is not JSON that we can read: ${read.problem}`);
  return words({ output_type: 'json', result_text: value });
}

function words(body: JsonObject): ReadResult {
  return readResult(body, noStrings);
}

function refuse(problem: string): ReadResult {
  return { ok: false, problem };
}
