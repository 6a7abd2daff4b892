import { safeFileName } from './file-name.js';
import { isUuid } from './ids.js';
import { MIME_TYPE } from './read-result.js';
import type { BodyJson } from './received-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.js';

/** V: most bytes of one upload (contract, section 6, "Large files"): 150 MiB. */
export const MAX_UPLOAD_BYTES = 157_286_400;
/** Most files of one prepare. */
const MAX_PREPARED = 20;

/** A file that a seller is about to upload. */
export interface WantedUpload {
  /** A safe base name. */
  readonly filename: string;
  readonly mimeType: string;
  /** In bytes. */
  readonly size: number;
}

export type PrepareBody =
  | {
      readonly ok: true;
      readonly orderId: string;
      /** Whether they came as `files`, and are answered as a list. */
      readonly listed: boolean;
      readonly files: readonly WantedUpload[];
    }
  /** `problem` is a sentence that begins with `field`; '' where it is the whole body's. */
  | { readonly ok: false; readonly field: string; readonly problem: string };

type ReadFile =
  { readonly ok: true; readonly file: WantedUpload } | { readonly ok: false; field: string; must: string };

/** Reads the body of prepare: one file, or `files`. Fields that it does not know are ignored. */
export function readPrepare(json: BodyJson): PrepareBody {
  if (!json.ok) return { ok: false, field: '', problem: json.problem };
  const body = json.value;
  if (!isJsonObject(body)) return { ok: false, field: '', problem: 'The body must be a JSON object.' };
  const { order_id: orderId } = body;
  if (typeof orderId !== 'string' || !isUuid(orderId)) return refuse('order_id', 'must be the id of the order, a UUID');
  const listed = body.files ?? null;
  const files = listed === null ? readOne(body) : readList(listed);
  return 'field' in files ? refuse(files.field, files.must) : { ok: true, orderId: orderId.toLowerCase(), ...files };
}

type ReadFiles = { listed: boolean; files: WantedUpload[] } | { field: string; must: string };

function readOne(body: JsonObject): ReadFiles {
  const read = readFile(body, 1);
  return read.ok ? { listed: false, files: [read.file] } : read;
}

function readList(listed: JsonValue): ReadFiles {
  if (!Array.isArray(listed) || listed.length === 0 || listed.length > MAX_PREPARED)
    return { field: 'files', must: `must be a list of 1 to ${MAX_PREPARED} files` };
  const files: WantedUpload[] = [];
  for (const [index, item] of listed.entries()) {
    const at = `files[${index}]`;
    if (!isJsonObject(item)) return { field: at, must: 'must be an object' };
    const read = readFile(item, index + 1);
    if (!read.ok) return { field: `${at}.${read.field}`, must: read.must };
    files.push(read.file);
  }
  return { listed: true, files };
}

function readFile(item: JsonObject, n: number): ReadFile {
  const { filename, mime_type: mimeType, file_size: size } = item;
  if (typeof filename !== 'string' || filename === '')
    return { ok: false, field: 'filename', must: 'must be a string, the name of the file' };
  if (typeof mimeType !== 'string' || !MIME_TYPE.test(mimeType))
    return { ok: false, field: 'mime_type', must: 'must look like image/png' };
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_UPLOAD_BYTES)
    return { ok: false, field: 'file_size', must: `must be a whole number of bytes from 1 to ${MAX_UPLOAD_BYTES}` };
  return { ok: true, file: { filename: safeFileName(filename, `result-${n}`), mimeType, size } };
}

function refuse(field: string, must: string): PrepareBody {
  return { ok: false, field, problem: `${field}: ${must}.` };
}
