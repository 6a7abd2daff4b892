import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';

/** V: the kinds of result (contract, section 6). */
export const OUTPUT_TYPES = ['text', 'json', 'csv', 'html', 'url', 'file'] as const;
export type OutputType = (typeof OUTPUT_TYPES)[number];

/** Text longer than this (in UTF-8 bytes) becomes a file instead of standing in the order's row. */
export const INLINE_TEXT_BYTES = 256 * 1024;

/** V: most files of one result. */
export const MAX_FILES = 50;

/** A file as the seller sent it: bytes, or a URL that it is hosted at. */
export type DraftFile =
  | { readonly filename: string; readonly mimeType: string; readonly bytes: Buffer }
  | { readonly filename: string; readonly mimeType: string | null; readonly url: string };

/** A good result, read and checked, its bytes still in memory. */
export interface ResultDraft {
  readonly outputType: OutputType;
  readonly text: string | null;
  readonly url: string | null;
  readonly files: readonly DraftFile[];
}

/** A file of a result as the order's row keeps it. `key` names the bytes in storage; null for a file hosted elsewhere. */
export interface StoredFile {
  readonly n: number;
  readonly filename: string;
  readonly mime_type: string | null;
  readonly detected_type: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly key: string | null;
  readonly url: string | null;
}

/** A result as the order's row keeps it. */
export interface StoredResult {
  readonly output_type: OutputType;
  readonly text: string | null;
  readonly url: string | null;
  readonly files: readonly StoredFile[];
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Digest of a result by content, the same whichever road brought it: tells a repeat from another answer. */
export function resultHash(result: ResultDraft): string {
  const files = result.files.map((file) =>
    'bytes' in file ? [file.filename, sha256(file.bytes)] : [file.filename, file.url],
  );
  const text = result.text === null ? null : sha256(result.text);
  return sha256(stringify(['completed', result.outputType, text, result.url, files]));
}

/** Digest of a failure, beside `resultHash`. */
export function failureHash(error: { code: string; message: string }): string {
  return sha256(stringify(['failed', error.code, error.message]));
}
