import { parseUrl } from './parse-url.js';
import { decodeBase64 } from './base64.js';
import { safeFileName } from './file-name.js';
import { MAX_FILES, OUTPUT_TYPES, type DraftFile, type OutputType, type ResultDraft } from './result.js';
import type { StagedFile, StreamedStrings } from './received-body.js';
import type { JsonObject, JsonValue } from './strict-json.js';

/** V: most base64 characters of one file, after JSON's escapes: about 37 MB of bytes. Larger files are uploaded, or hosted. */
export const MAX_BASE64_CHARS = 52_428_800;
const MAX_URL_CHARS = 8192;
const FILE_WAYS = ['file_base64', 'object_key', 'files'];
/** `image/png`, without parameters. */
export const MIME_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

export type ReadResult =
  { readonly ok: true; readonly result: ResultDraft } | { readonly ok: false; readonly problem: string };
type ReadFile = { readonly ok: true; readonly file: DraftFile } | { readonly ok: false; readonly problem: string };

/** Reads the result fields of a seller's body (contract, section 6): one shape on every road. */
export function readResult(body: JsonObject, strings: StreamedStrings): ReadResult {
  const outputType = outputTypeOf(body);
  if (!outputType.ok) return outputType;
  switch (outputType.value) {
    case 'text':
    case 'json':
    case 'csv':
    case 'html':
      return readText(body, strings, outputType.value);
    case 'url':
      return readHosted(body);
    case 'file':
      return readFiles(body, strings);
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
  if (FILE_WAYS.some((way) => has(body, way))) present.push('file');
  const [only] = present;
  if (present.length === 1 && only) return { ok: true, value: only };
  if (only) return refuse('output_type: is needed, because the body holds more than one kind of result.');
  return refuse('There is no result in the body: send result_text, result_url, file_base64, object_key or files.');
}

function readText(
  body: JsonObject,
  strings: StreamedStrings,
  outputType: 'text' | 'json' | 'csv' | 'html',
): ReadResult {
  const streamed = strings.at(body, 'result_text');
  if (streamed?.kind === 'refused') return refuse(`result_text: ${streamed.problem}`);
  if (streamed?.kind === 'staged')
    return { ok: true, result: { outputType, text: null, longText: streamed.file, url: null, files: [] } };
  const text = streamed?.text ?? body.result_text;
  if (typeof text !== 'string') return refuse(`result_text: must be a string when output_type is ${outputType}.`);
  if (outputType === 'json' && !holdsJson(text))
    return refuse('result_text: does not hold valid JSON, though output_type is json.');
  return { ok: true, result: { outputType, text, longText: null, url: null, files: [] } };
}

function readHosted(body: JsonObject): ReadResult {
  const url = checkResultUrl(body.result_url);
  if (!url.ok) return url;
  return { ok: true, result: { outputType: 'url', text: null, longText: null, url: url.url, files: [] } };
}

function readFiles(body: JsonObject, strings: StreamedStrings): ReadResult {
  const single = ['file_base64', 'object_key'].find((way) => has(body, way));
  if (has(body, 'files') && single !== undefined) return refuse(`Send either ${single} or files, not both.`);
  const listed: JsonValue = has(body, 'files') ? (body.files ?? null) : [body];
  if (!Array.isArray(listed) || listed.length === 0) return refuse('files: must be a list of at least one file.');
  if (listed.length > MAX_FILES) return refuse(`files: at most ${MAX_FILES} files, there are ${listed.length}.`);
  const files: DraftFile[] = [];
  for (const [index, item] of listed.entries()) {
    const read = readFile(item, strings, has(body, 'files') ? index : null);
    if (!read.ok) return has(body, 'files') ? refuse(`files[${index}].${read.problem}`) : read;
    files.push(read.file);
  }
  return { ok: true, result: { outputType: 'file', text: null, longText: null, url: null, files } };
}

function readFile(item: JsonValue, strings: StreamedStrings, index: number | null): ReadFile {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return refuse('must be an object.');
  const ways = ['file_base64', 'object_key', 'result_url'].filter((way) => has(item, way));
  if (ways.length !== 1)
    return refuse('file_base64: each file needs exactly one of file_base64, object_key and result_url.');
  const declared = item.mime_type ?? null;
  if (declared !== null && (typeof declared !== 'string' || !MIME_TYPE.test(declared)))
    return refuse('mime_type: must look like image/png.');
  if (has(item, 'object_key')) return readUploaded(item, declared, index);
  const filename = safeFileName(item.filename, `result-${(index ?? 0) + 1}`);
  if (has(item, 'result_url')) {
    const url = checkResultUrl(item.result_url);
    return url.ok ? { ok: true, file: { filename, mimeType: declared, url: url.url } } : url;
  }
  const content = readBase64(item, strings);
  if (typeof content === 'string') return refuse(`file_base64: ${content}`);
  const { mimeType, ...bytes } = content;
  return { ok: true, file: { filename, mimeType: declared ?? mimeType ?? 'application/octet-stream', ...bytes } };
}

/** The bytes and the type of their `data:` prefix, or why there are none. */
function readBase64(
  item: JsonObject,
  strings: StreamedStrings,
): ({ mimeType: string | null } & ({ bytes: Buffer } | { staged: StagedFile })) | string {
  const streamed = strings.at(item, 'file_base64');
  if (streamed?.kind === 'refused') return streamed.problem;
  if (streamed?.kind === 'staged') return { staged: streamed.file, mimeType: streamed.mimeType };
  const text = streamed?.text ?? item.file_base64;
  if (typeof text !== 'string') return 'must be a string.';
  const decoded = decodeBase64(text, MAX_BASE64_CHARS);
  return decoded.ok ? { bytes: decoded.bytes, mimeType: decoded.mimeType } : decoded.problem;
}

/** The name of the upload counts where this body gives none. */
function readUploaded(item: JsonObject, mimeType: string | null, index: number | null): ReadFile {
  const { object_key: objectKey } = item;
  if (typeof objectKey !== 'string') return refuse('object_key: must be a string, as prepare answered it.');
  const named = safeFileName(item.filename, '');
  return { ok: true, file: { filename: named === '' ? null : named, mimeType, objectKey, index } };
}

function checkResultUrl(value: JsonValue | undefined): { ok: true; url: string } | { ok: false; problem: string } {
  const url = typeof value === 'string' && value.length <= MAX_URL_CHARS ? parseUrl(value) : null;
  if (!url) return refuse(`result_url: must be an absolute https URL of at most ${MAX_URL_CHARS} characters.`);
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
