import { isUtf8 } from 'node:buffer';
import { parse } from 'content-disposition';
import { safeFileName } from './file-name.js';

const LONGEST_HEADER = 4_096;

/**
 * The name of a file that is fetched from a URL: what the answer's `Content-Disposition` says (RFC 6266), else the last part of the
 * URL's path, else `result-<n>`; always a safe base name.
 * @param disposition the header as Latin-1, or undefined.
 */
export function hostedFileName(url: string, disposition: string | undefined, n: number): string {
  const ofPath = safeFileName(decoded(new URL(url).pathname.split('/').at(-1) ?? ''), `result-${n}`);
  return safeFileName(nameIn(disposition), ofPath);
}

function nameIn(disposition: string | undefined): string | undefined {
  if (disposition === undefined || disposition.length > LONGEST_HEADER) return undefined;
  try {
    const { filename } = parse(disposition).parameters;
    return filename === undefined || /filename\*/i.test(disposition) ? filename : asUtf8(filename);
  } catch {
    return undefined; // the library refuses what is malformed by throwing
  }
}

/** Many servers send UTF-8 where HTTP says Latin-1. */
function asUtf8(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
