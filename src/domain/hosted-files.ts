import type { StagedFile } from './received-body.js';
import type { StoredFile, StoredResult } from './result.js';

/** A file of a result that its seller hosts and that is not kept here. */
export interface HostedFile {
  /** Its number in the result; a result that is nothing but a URL becomes its own first file. */
  readonly n: number;
  readonly url: string;
  /** Null where the result does not name it. */
  readonly filename: string | null;
}

/** What of a result lies with its seller still, by number. */
export function hostedFiles(result: StoredResult): readonly HostedFile[] {
  if (result.url !== null && result.files.length === 0) return [{ n: 1, url: result.url, filename: null }];
  return result.files.flatMap(({ n, url, key, filename }) =>
    url !== null && key === null ? [{ n, url, filename }] : [],
  );
}

/** The same result with one of its hosted files kept here; `mirrored` once no other is left. */
export function withMirrored(
  result: StoredResult,
  hosted: HostedFile,
  file: StagedFile,
  filename: string,
): StoredResult {
  const { n, url } = hosted;
  const { key, size, sha256, detectedType: detected_type } = file;
  const declared = result.files.find((other) => other.n === n) ?? { n, filename, mime_type: null, url };
  const kept: StoredFile = { ...declared, detected_type, size, sha256, key };
  const known = result.files.some((other) => other.n === n);
  const files = known ? result.files.map((other) => (other.n === n ? kept : other)) : [kept];
  const next = { ...result, files };
  return hostedFiles(next).length === 0 ? { ...next, mirrored: true } : next;
}
