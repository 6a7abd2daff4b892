import { decodeBase64 } from './base64.js';
import { safeFileName } from './file-name.js';
import { MAX_FILES, OUTPUT_TYPES, type DraftFile, type OutputType, type ResultDraft } from './result.js';
import type { JsonObject, JsonValue } from './strict-json.js';

/** Most base64 characters read from one body. Larger files come with the streaming intake. */
export const MAX_BASE64_CHARS = 1024 * 1024;
const MAX_URL_CHARS = 8192;
const MIME_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

export type ReadResult =
  { readonly ok: true; readonly result: ResultDraft } | { readonly ok: false; readonly problem: string };
type ReadFile = { readonly ok: true; readonly file: DraftFile } | { readonly ok: false; readonly problem: string };

/** Reads the result fields of a seller's body (contract, section 6): one shape on every road. */
export function readResult(body: JsonObject): ReadResult {
  const outputType = outputTypeOf(body);
  if (!outputType.ok) return outputType;
  switch (outputType.value) {
    case 'text':
    case 'json':
    case 'csv':
    case 'html':
      return readText(body, outputType.value);
    case 'url':
      return readHosted(body);
    case 'file':
      return readFiles(body);
  }
}

/** The declared type, or the only one that the fields present allow. */
function outputTypeOf(body: JsonObject): { ok: true; value: OutputType } | { ok: false; problem: string } {
  const declared = body.output_type ?? null;
  if (declared !== null) {
    const known = OUTPUT_TYPES.find((type) => type === declared);
    if (known) return { ok: true, value: known };
    return refuse(`output_type: must be one of ${OUTPUT_TYPES.join(', ')}.`);
  }
  const present: OutputType[] = [];
  if (has(body, 'result_text')) present.push('text');
  if (has(body, 'result_url')) present.push('url');
  if (has(body, 'file_base64') || has(body, 'files')) present.push('file');
  const [only] = present;
  if (present.length === 1 && only) return { ok: true, value: only };
  if (only) return refuse('output_type: is needed, because the body holds more than one kind of result.');
  return refuse('There is no result in the body: send result_text, result_url, file_base64 or files.');
}

function readText(body: JsonObject, outputType: 'text' | 'json' | 'csv' | 'html'): ReadResult {
  const text = body.result_text;
  if (typeof text !== 'string') return refuse(`result_text: must be a string when output_type is ${outputType}.`);
  if (outputType === 'json' && !holdsJson(text))
    return refuse('result_text: does not hold valid JSON, though output_type is json.');
  return { ok: true, result: { outputType, text, url: null, files: [] } };
}

function readHosted(body: JsonObject): ReadResult {
  const url = checkResultUrl(body.result_url);
  return url.ok ? { ok: true, result: { outputType: 'url', text: null, url: url.url, files: [] } } : url;
}

function readFiles(body: JsonObject): ReadResult {
  if (has(body, 'files') && has(body, 'file_base64')) return refuse('Send either file_base64 or files, not both.');
  const listed: JsonValue = has(body, 'files') ? (body.files ?? null) : [body];
  if (!Array.isArray(listed) || listed.length === 0) return refuse('files: must be a list of at least one file.');
  if (listed.length > MAX_FILES) return refuse(`files: at most ${MAX_FILES} files, there are ${listed.length}.`);
  const files: DraftFile[] = [];
  for (const [index, item] of listed.entries()) {
    const read = readFile(item, index + 1);
    if (!read.ok) return has(body, 'files') ? refuse(`files[${index}].${read.problem}`) : read;
    files.push(read.file);
  }
  return { ok: true, result: { outputType: 'file', text: null, url: null, files } };
}

function readFile(item: JsonValue, n: number): ReadFile {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return refuse('must be an object.');
  const ways = ['file_base64', 'object_key', 'result_url'].filter((way) => has(item, way));
  if (ways.length !== 1)
    return refuse('file_base64: each file needs exactly one of file_base64, object_key and result_url.');
  const filename = safeFileName(item.filename, `result-${n}`);
  const declared = item.mime_type ?? null;
  if (declared !== null && (typeof declared !== 'string' || !MIME_TYPE.test(declared)))
    return refuse('mime_type: must look like image/png.');
  if (has(item, 'object_key')) return refuse('object_key: no upload of this order has that key.');
  if (has(item, 'result_url')) {
    const url = checkResultUrl(item.result_url);
    return url.ok ? { ok: true, file: { filename, mimeType: declared, url: url.url } } : url;
  }
  if (typeof item.file_base64 !== 'string') return refuse('file_base64: must be a string.');
  const decoded = decodeBase64(item.file_base64, MAX_BASE64_CHARS);
  if (!decoded.ok) return refuse(`file_base64: ${decoded.problem}`);
  const mimeType = declared ?? decoded.mimeType ?? 'application/octet-stream';
  return { ok: true, file: { filename, mimeType, bytes: decoded.bytes } };
}

function checkResultUrl(value: JsonValue | undefined): { ok: true; url: string } | { ok: false; problem: string } {
  if (typeof value !== 'string' || value.length > MAX_URL_CHARS || !URL.canParse(value))
    return refuse(`result_url: must be an absolute https URL of at most ${MAX_URL_CHARS} characters.`);
  const url = new URL(value);
  if (url.protocol !== 'https:') return refuse('result_url: must be https.');
  if (url.username !== '' || url.password !== '') return refuse('result_url: must not hold a user name or password.');
  return { ok: true, url: url.href };
}

function holdsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function has(body: JsonObject, key: string): boolean {
  return body[key] !== undefined && body[key] !== null;
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem };
}
