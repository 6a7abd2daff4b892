import { stringify } from 'safe-stable-stringify';
import { sha256 } from './digest.js';
import type { StagedFile } from './received-body.js';

/** V: the kinds of result (contract, section 6). */
export const OUTPUT_TYPES = ['text', 'json', 'csv', 'html', 'url', 'file'] as const;
export type OutputType = (typeof OUTPUT_TYPES)[number];

/** Text longer than this (in UTF-8 bytes) becomes a file instead of standing in the order's row. */
export const INLINE_TEXT_BYTES = 256 * 1024;

/** V: most files of one result. */
export const MAX_FILES = 50;

/** A file as the seller gave it: small bytes, bytes that lie in storage already, or a URL that it is hosted at. */
export type GivenFile =
  | { readonly filename: string; readonly mimeType: string; readonly bytes: Buffer }
  | { readonly filename: string; readonly mimeType: string; readonly staged: StagedFile }
  | { readonly filename: string; readonly mimeType: string | null; readonly url: string };

/** The same, or the key of an upload, which is still to be looked up. */
export type DraftFile =
  | GivenFile
  | {
      readonly filename: string | null;
      readonly mimeType: string | null;
      readonly objectKey: string;
      /** Its place in the list of files; null where it stands alone. */
      readonly index: number | null;
    };

/** A good result, read and checked as far as the body alone tells. */
export interface ResultDraft<File = DraftFile> {
  readonly outputType: OutputType;
  readonly text: string | null;
  /** A text too long to be held. */
  readonly longText: StagedFile | null;
  readonly url: string | null;
  readonly files: readonly File[];
}

/** A file of a result as the order's row keeps it. `key` names the bytes in storage; null for a file that is hosted elsewhere only. */
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
  /** Set once every file that its seller hosts has been fetched and is kept here. */
  readonly mirrored?: true;
}

/** Digest of a result by content, the same whichever road brought it: tells a repeat from another answer. */
export function resultHash(result: ResultDraft<GivenFile>): string {
  const files = result.files.map((file) => [file.filename, contentOf(file)]);
  const text = result.text === null ? (result.longText?.sha256 ?? null) : sha256(result.text);
  return sha256(stringify(['completed', result.outputType, text, result.url, files]));
}

function contentOf(file: GivenFile): string {
  if ('url' in file) return file.url;
  return 'staged' in file ? file.staged.sha256 : sha256(file.bytes);
}

/** Digest of a failure, beside `resultHash`. */
export function failureHash(error: { code: string; message: string }): string {
  return sha256(stringify(['failed', error.code, error.message]));
}
