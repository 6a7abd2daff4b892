import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { OutputFile } from './job.js';
import type { FileFields, ResultFields } from './result-fields.js';
import { upload, type Upload, type UploadTo } from './upload.js';

/** What a handler ends a job with. */
export type Output =
  | Extract<ResultFields, { readonly result_text: string } | { readonly result_url: string }>
  | { readonly output_type: 'file'; readonly files: readonly OutputFile[] };

/** Where uploads go. Without a secret nothing can be uploaded. */
type Place = Omit<UploadTo, 'secret'> & { readonly secret: string | undefined };

/** V: a callback has 4.5 MB for its body; a little is left for what stands around the result. */
const BODY_BYTES = 4_718_592 - 4_096;
/** Larger files are uploaded: what stands in a body is kept in memory for the status answers. */
const INLINE_BYTES = 262_144;
/** All files in one body, in bytes: as base64 they are a third longer. */
const INLINE_BYTES_IN_ALL = 3_000_000;

/** Throws, with a sentence, where it cannot be done. */
export class ResultProblem extends Error {}

/** The fields of a result; what is too large for a body is uploaded. */
export async function makeResult(output: Output, to: Place): Promise<ResultFields> {
  if (output.output_type === 'file') return makeFiles(output.files, to);
  if (!('result_text' in output) || Buffer.byteLength(JSON.stringify(output)) <= BODY_BYTES) return output;
  const { name, mimeType } = LONG_TEXTS[output.output_type];
  return makeFiles([{ filename: name, mimeType, bytes: Buffer.from(output.result_text) }], to);
}

/** How a text is handed over that is too long to stand in a body. */
const LONG_TEXTS = {
  text: { name: 'result.txt', mimeType: 'text/plain' },
  json: { name: 'result.json', mimeType: 'application/json' },
  csv: { name: 'result.csv', mimeType: 'text/csv' },
  html: { name: 'result.html', mimeType: 'text/html' },
} as const;

async function makeFiles(wanted: readonly OutputFile[], to: Place): Promise<ResultFields> {
  if (wanted.length === 0) throw new ResultProblem('A result of files needs one file or more.');
  const files: FileFields[] = [];
  let room = INLINE_BYTES_IN_ALL;
  for (const one of wanted) {
    const file = await measured(one);
    const { filename, mimeType: mime_type, size, source } = file;
    const fits = size <= room && (size <= INLINE_BYTES || to.secret === undefined) && !('path' in source);
    if (fits) {
      room -= size;
      files.push({ filename, mime_type, file_base64: Buffer.from(source).toString('base64') });
    } else files.push({ filename, mime_type, object_key: await keyOf(file, to) });
  }
  return { output_type: 'file', files };
}

async function measured({ filename, mimeType = 'application/octet-stream', ...rest }: OutputFile): Promise<Upload> {
  if ('bytes' in rest) {
    const bytes = typeof rest.bytes === 'string' ? Buffer.from(rest.bytes) : rest.bytes;
    return { filename: filename ?? 'result', mimeType, source: bytes, size: bytes.length };
  }
  const { size } = await stat(rest.path);
  return { filename: filename ?? basename(rest.path), mimeType, source: { path: rest.path }, size };
}

async function keyOf(file: Upload, to: Place): Promise<string> {
  const { secret } = to;
  if (file.size === 0) throw new ResultProblem(`${file.filename} is empty.`);
  if (secret === undefined)
    throw new ResultProblem(`${file.filename} has to be uploaded: set callbackSecret to the tool's callback_secret.`);
  const uploaded = await upload(file, { ...to, secret });
  if (!uploaded.ok) throw new ResultProblem(uploaded.message);
  return uploaded.objectKey;
}
